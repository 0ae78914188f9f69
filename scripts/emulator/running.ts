import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { killGroup } from '../console/child-process.ts';
import { localFile } from '../console/paths.ts';
import { emulatorAnswers, type EmulatorProcess } from './emulator.ts';

/** `npm stop` and a second `npm start` read this file to find the running emulator. */
const file = localFile('emulator.json');

export const rememberEmulator = ({ pid, port, endpoint, folder }: EmulatorProcess): void =>
  writeFileSync(file, `${JSON.stringify({ pid, port, endpoint, folder })}\n`);

export const forgetEmulator = (): void => rmSync(file, { force: true });

/** Process ids are reused, so the process with this id may be another program. */
const isEmulator = (pid: number): boolean =>
  spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.includes('ministack') ??
  false;

/** The emulator of an earlier `npm start`, or undefined if none is running. */
export const runningEmulator = async (): Promise<EmulatorProcess | undefined> => {
  let known: EmulatorProcess;
  try {
    known = JSON.parse(readFileSync(file, 'utf8')) as EmulatorProcess;
  } catch {
    return undefined;
  }
  const alive = killGroup(known.pid, 0) && (isEmulator(known.pid) || (await emulatorAnswers(known.endpoint)));
  return alive ? known : undefined;
};
