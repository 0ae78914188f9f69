import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createDataFolder, rememberDeployed } from '../../../../scripts/emulator/saved-data.ts';
import { requiredVersion } from '../../../../scripts/emulator/python.ts';
import { chooseData, keptText, restoredText } from '../../../../scripts/local/choose-data.ts';
import { stoppedText } from '../../../../scripts/local/stopped-text.ts';

const parent = mkdtempSync(join(tmpdir(), 'orderly-choose-data-'));
const folder = join(parent, '4567');
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const deployed = { inputs: 'hash', replaced: [], outputs: {} };

/**
 * Creates the data folder that `npm start` leaves when it ends. `saved` says whether `npm start` has saved everything.
 */
const dataThat = (saved: boolean): void => {
  createDataFolder(folder);
  rememberDeployed(folder, deployed);
  const content = { savedAt: 0, emulator: requiredVersion('ministack'), files: {} };
  if (saved) writeFileSync(join(folder, 'saved.json'), JSON.stringify(content));
};

const choose = (fresh: boolean) => {
  const lines: string[] = [];
  const chosen = chooseData(folder, fresh, (line) => lines.push(line));
  return { chosen, said: lines.join('') };
};

describe('the data that a start uses', () => {
  it('is that of the last start', () => {
    dataThat(true);
    expect(choose(false)).toEqual({
      chosen: { folder, saved: { savedAt: new Date(0), deployed } },
      said: '',
    });
  });

  it('is new if the last start was killed, and the start says so', () => {
    dataThat(false);
    const { chosen, said } = choose(false);
    expect(chosen).toEqual({ folder });
    expect(said).toMatch(/killed.*begins anew.*unusable/);
    expect(existsSync(join(`${folder}.unusable`, 'deployed.json'))).toBe(true);
  });

  it('is new on request', () => {
    dataThat(true);
    expect(choose(true)).toEqual({ chosen: { folder }, said: '' });
    expect(existsSync(folder)).toBe(false);
  });
});

describe('what is said about the data', () => {
  const at = new Date(2026, 10, 30, 14, 5);

  it('names its time, and whether something was deployed', () => {
    expect(restoredText(at, true)).toMatch(/30 Nov 2026, 14:05 is restored.*unchanged/);
    expect(restoredText(at, false)).toMatch(/30 Nov 2026, 14:05 is restored.*changes were deployed/);
    expect(keptText(at)).toMatch(/still saved[^]*npm start -- --fresh/);
  });

  it('at the end is whether it is saved', () => {
    expect(stoppedText('saved')).toContain('saved');
    expect(stoppedText('not saved')).toMatch(/could not be saved.*begins anew.*emulator\.log/);
    expect(stoppedText('nothing to save')).not.toContain('saved');
  });
});
