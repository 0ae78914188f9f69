import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { killGroup } from '../console/child-process.ts';
import { localFile } from '../console/paths.ts';
import { stackFile } from '../deployment/stack-file.ts';
import type { FrontDoorProcess } from '../front-door/front-door.ts';
import { emulatorAnswers, removeFiles, type EmulatorProcess } from './emulator.ts';

/**
 * The processes of `npm start`. If AWS_ENDPOINT_URL names an emulator, `npm start` has started none, so `emulator` is
 * undefined.
 */
export type Running = { emulator?: EmulatorProcess | undefined; frontDoor?: FrontDoorProcess | undefined };

/** `npm stop` and a second `npm start` read this file to find the running processes. */
const file = localFile('running.json');

export const rememberRunning = ({ emulator, frontDoor }: Running): void => {
  const { pid = 0, port = 0, endpoint = '', folder = '', data } = emulator ?? {};
  const known: Running = {
    ...(emulator && { emulator: { pid, port, endpoint, folder, ...(data && { data }) } }),
    ...(frontDoor && { frontDoor: { pid: frontDoor.pid, port: frontDoor.port } }),
  };
  writeFileSync(file, `${JSON.stringify(known)}\n`);
};

/** Deletes the files about a started Orderly. Other commands then say that Orderly is not running. */
export const forgetRunning = (): void => {
  for (const one of [file, stackFile]) rmSync(one, { force: true });
};

/**
 * True if the process with this id runs the program. Process ids are reused, so the command line of the process must be
 * checked.
 */
const runs = (pid: number, program: string): boolean =>
  spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.includes(program) ??
  false;

const isEmulator = async ({ pid, endpoint }: EmulatorProcess): Promise<boolean> =>
  killGroup(pid, 0) && (runs(pid, 'ministack') || (await emulatorAnswers(endpoint)));

const remembered = (): Running => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Running;
  } catch {
    return {};
  }
};

/**
 * True if Lambda workers of an emulator have outlived it. These workers are in the emulator's process group, and run
 * files of its folder.
 */
const hasWorkers = ({ pid, folder }: EmulatorProcess): boolean =>
  (spawnSync('ps', ['-eo', 'pgid=,args='], { encoding: 'utf8' }).stdout ?? '')
    .split('\n')
    .some((line) => Number.parseInt(line, 10) === pid && line.includes(folder));

/**
 * Removes what a killed emulator has left behind: workers, temporary files, and its keys.
 * @param known the processes of the last `npm start`
 * @returns whether there was anything to remove
 */
export const removeLeftovers = async (known: Running = remembered()): Promise<boolean> => {
  const { emulator } = known;
  if (emulator === undefined || emulator.folder === '' || (await isEmulator(emulator))) return false;
  const left = existsSync(emulator.folder);
  if (hasWorkers(emulator)) killGroup(emulator.pid, 'SIGKILL');
  removeFiles(emulator);
  return left;
};

/** The processes of an earlier `npm start` that are still running. */
export const stillRunning = async (): Promise<Running> => {
  const { emulator, frontDoor } = remembered();
  return {
    ...(emulator && (await isEmulator(emulator)) && { emulator }),
    ...(frontDoor && killGroup(frontDoor.pid, 0) && runs(frontDoor.pid, 'front-door') && { frontDoor }),
  };
};
