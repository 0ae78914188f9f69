import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { killGroup } from '../../../../scripts/console/child-process.ts';
import { freePort } from '../../../../scripts/emulator/free-port.ts';
import {
  startFrontDoor,
  stopFrontDoorProcess,
  type FrontDoor,
} from '../../../../scripts/front-door/front-door.ts';
import { eventually } from '../../../support/eventually.ts';

const opened: FrontDoor[] = [];
afterEach(() => {
  for (const frontDoor of opened.splice(0)) frontDoor.stop();
});

const open = async (port: number, emulatorPid?: number): Promise<FrontDoor> => {
  const frontDoor = await startFrontDoor({
    port,
    endpoint: 'http://127.0.0.1:1',
    routes: { '/v1': '/api' },
    emulatorPid,
    logFile: join(tmpdir(), `orderly-front-door-${port}.log`),
  });
  opened.push(frontDoor);
  return frontDoor;
};

const statusAt = async (address: string): Promise<number> => (await fetch(address)).status;

describe('the process of the front door', () => {
  it('listens on loopback addresses as soon as it has started, until it is stopped', async () => {
    const port = await freePort();
    const frontDoor = await open(port);
    expect(await statusAt(`http://127.0.0.1:${port}/`)).toBe(404);
    expect(await statusAt(`http://localhost:${port}/v1`)).toBe(502);
    await stopFrontDoorProcess(frontDoor);
    await expect(statusAt(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
  });

  it('ends with its emulator, so that it never holds the port alone', async () => {
    const emulator = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const frontDoor = await open(await freePort(), emulator.pid);
    emulator.kill('SIGKILL');
    await eventually(() => {
      if (killGroup(frontDoor.pid, 0)) throw new Error('It is still running.');
    });
  });

  it('says why it did not start', async () => {
    const port = await freePort();
    await open(port);
    await expect(open(port)).rejects.toThrow(/front door on port \d+ did not start[\s\S]*EADDRINUSE/);
  });
});
