import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { killGroup, tailOf } from '../console/child-process.ts';
import { Problem } from '../console/problem.ts';
import { accessTo } from '../emulator/access.ts';
import type { FrontDoorOptions } from './server.ts';

/**
 * The options that the process of the front door gets as an argument. They contain no secret, because other users of
 * the machine can see arguments.
 */
export type FrontDoorProcessOptions = Omit<FrontDoorOptions, 'certificate'> & {
  certificateFile?: string;
  /** The process id of the emulator. The front door ends when that process has ended. */
  emulatorPid?: number | undefined;
};

/** What another process needs to know to stop a front door. */
export type FrontDoorProcess = { pid: number; port: number };

export type FrontDoor = FrontDoorProcess & {
  /** Keeps the front door running after this process ends. */
  release: () => void;
  stop: () => void;
};

const script = fileURLToPath(new URL('main.ts', import.meta.url));

/** Stops a front door and waits until its process has ended, at most a second. */
export const stopFrontDoorProcess = async ({ pid }: FrontDoorProcess): Promise<void> => {
  const deadline = Date.now() + 1_000;
  while (killGroup(pid, 'SIGKILL') && Date.now() < deadline) await pause(20);
};

/** The address that people use. */
export const frontDoorUrl = (port: number): string => `http://localhost:${port}`;

/**
 * Starts the front door in a process of its own: an HTTP server on the loopback interface that forwards requests to the
 * APIs on an emulator. It ends when the process `emulatorPid` ends. It also ends when this process ends, unless
 * `release` was called.
 *
 * @param routes, redirects, pages, sockets, allowedOrigins see `FrontDoorOptions`
 * @param logFile where the errors of the front door go
 * @throws Problem if it does not start, for example because the port is taken
 */
export const startFrontDoor = async (options: {
  port: number;
  endpoint: string;
  routes: FrontDoorOptions['routes'];
  redirects?: FrontDoorOptions['redirects'];
  pages?: FrontDoorOptions['pages'];
  sockets?: FrontDoorOptions['sockets'];
  allowedOrigins?: FrontDoorOptions['allowedOrigins'];
  emulatorPid?: number | undefined;
  logFile: string;
}): Promise<FrontDoor> => {
  const { logFile, ...rest } = options;
  const { certificateFile } = accessTo(options.endpoint);
  const processOptions: FrontDoorProcessOptions = { ...rest, ...(certificateFile && { certificateFile }) };
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, [script, JSON.stringify(processOptions)], {
    stdio: ['ignore', log, log, 'ipc'],
    // Ctrl-C reaches only this process, which then stops everything in the right order.
    detached: true,
  });
  closeSync(log);
  const stop = () => {
    killGroup(child.pid, 'SIGKILL');
    process.off('exit', stop);
  };
  process.once('exit', stop);
  const ready = await new Promise<boolean>((resolve) => {
    child.once('message', () => resolve(true));
    child.once('exit', () => resolve(false));
    child.once('error', () => resolve(false));
  });
  if (!ready) {
    throw new Problem(
      `The front door on port ${options.port} did not start. The end of its log (${logFile}):\n\n${tailOf(logFile, 20)}`,
    );
  }
  const release = () => {
    process.off('exit', stop);
    child.unref();
  };
  return { pid: child.pid ?? 0, port: options.port, release, stop };
};
