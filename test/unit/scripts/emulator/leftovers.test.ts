import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { endpointOf } from '../../../../scripts/emulator/access.ts';
import { freePort } from '../../../../scripts/emulator/free-port.ts';
import { removeLeftovers } from '../../../../scripts/emulator/running.ts';

/** The folder of an emulator that was killed, with a file in it. */
const abandonedFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'orderly-emulator-'));
  writeFileSync(join(folder, 'state'), 'x');
  return folder;
};

/** Starts a program as the only member of a process group of its own, like a worker whose emulator is gone. */
const startInGroup = (argument: string) => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', argument], {
    detached: true,
    stdio: 'ignore',
  });
  return { pid: child.pid ?? 0, ended: once(child, 'exit'), kill: () => child.kill('SIGKILL') };
};

describe('an emulator that was killed', () => {
  it('leaves workers and files, which are removed once', async () => {
    const folder = abandonedFolder();
    const worker = startInGroup(join(folder, 'worker.mjs'));
    const port = await freePort();
    const known = { emulator: { pid: worker.pid, port, endpoint: endpointOf(port, true), folder } };

    expect(await removeLeftovers(known)).toBe(true);
    expect((await worker.ended)[1]).toBe('SIGKILL');
    expect(existsSync(folder)).toBe(false);
    expect(await removeLeftovers(known)).toBe(false);
  });

  it('does not take a program with it that has got its process id', async () => {
    const folder = abandonedFolder();
    const stranger = startInGroup('something else');
    const port = await freePort();
    const known = { emulator: { pid: stranger.pid, port, endpoint: endpointOf(port, true), folder } };

    expect(await removeLeftovers(known)).toBe(true);
    expect(existsSync(folder)).toBe(false);
    expect(process.kill(stranger.pid, 0)).toBe(true);
    stranger.kill();
    await stranger.ended;
  });
});
