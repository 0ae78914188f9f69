import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  createDataFolder,
  deleteData,
  findData,
  forgetSaved,
  rememberDeployed,
  setAside,
} from '../../../../scripts/emulator/saved-data.ts';

const parent = mkdtempSync(join(tmpdir(), 'orderly-saved-data-'));
const folder = join(parent, '4567');
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const deployed = { inputs: 'hash', replaced: [], outputs: { api: { RestApiId: 'abc' } } };
const savedAt = Date.UTC(2026, 10, 30);

/** Data as an emulator of this version leaves it. */
const savedBy = (emulator: string): void => {
  createDataFolder(folder);
  mkdirSync(join(folder, 'state'));
  writeFileSync(join(folder, 'state', 'sqs.json'), '{}');
  rememberDeployed(folder, deployed);
  const files = { 'sqs.json': createHash('sha256').update('{}').digest('hex') };
  writeFileSync(join(folder, 'saved.json'), JSON.stringify({ savedAt, emulator, files }));
};

describe('the data of an earlier start', () => {
  it('is restored if the emulator saved it', () => {
    savedBy('1.5.33');
    expect(findData(folder, '1.5.33')).toEqual({ kind: 'restorable', savedAt: new Date(savedAt), deployed });
  });

  it('is restored only by the version of the emulator that saved it', () => {
    savedBy('1.5.33');
    expect(findData(folder, '1.6.0')).toMatchObject({
      kind: 'unusable',
      why: expect.stringContaining('is of MiniStack 1.5.33, and this is MiniStack 1.6.0'),
    });
  });

  it('is unusable if Orderly was killed after that', () => {
    savedBy('1.5.33');
    forgetSaved(folder);
    expect(findData(folder, '1.5.33')).toMatchObject({
      kind: 'unusable',
      why: expect.stringContaining('killed'),
    });
  });

  it.each([
    ['a saved file has changed', () => writeFileSync(join(folder, 'state', 'sqs.json'), '{ }')],
    ['a saved file is missing', () => rmSync(join(folder, 'state', 'sqs.json'))],
    ['the list of files is broken', () => writeFileSync(join(folder, 'saved.json'), '{ "savedAt": ')],
    ['the description of the stacks is missing', () => rmSync(join(folder, 'deployed.json'))],
  ])('is unusable if %s', (_, damage) => {
    savedBy('1.5.33');
    damage();
    expect(findData(folder, '1.5.33')).toEqual({ kind: 'unusable', why: 'The saved data is damaged.' });
  });

  it('does not exist before the first start, nor if the first start did not get ready', () => {
    expect(findData(folder)).toEqual({ kind: 'none' });
    createDataFolder(folder);
    expect(findData(folder)).toEqual({ kind: 'none' });
  });

  it('can be read only by its owner', () => {
    createDataFolder(folder);
    rememberDeployed(folder, deployed);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'deployed.json')).mode & 0o777).toBe(0o600);
  });

  it('is set aside and not deleted, and replaces what was set aside before', () => {
    for (const _ of [1, 2]) {
      savedBy('1.5.33');
      expect(existsSync(join(setAside(folder), 'state', 'sqs.json'))).toBe(true);
      expect(existsSync(folder)).toBe(false);
    }
    deleteData(folder);
    expect(existsSync(`${folder}.unusable`)).toBe(false);
  });
});
