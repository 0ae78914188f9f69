import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { killGroup } from '../console/child-process.ts';
import { localFile } from '../console/paths.ts';
import type { FrontDoorProcess } from '../front-door/front-door.ts';
import { emulatorAnswers, type EmulatorProcess } from './emulator.ts';

/** The processes of `npm start`. There is no emulator among them if AWS_ENDPOINT_URL names one. */
export type Running = { emulator?: EmulatorProcess | undefined; frontDoor?: FrontDoorProcess | undefined };

/** `npm stop` and a second `npm start` read this file to find the running processes. */
const file = localFile('running.json');

export const rememberRunning = ({ emulator, frontDoor }: Running): void => {
  const { pid = 0, port = 0, endpoint = '', folder = '' } = emulator ?? {};
  const known: Running = {
    ...(emulator && { emulator: { pid, port, endpoint, folder } }),
    ...(frontDoor && { frontDoor: { pid: frontDoor.pid, port: frontDoor.port } }),
  };
  writeFileSync(file, `${JSON.stringify(known)}\n`);
};

export const forgetRunning = (): void => rmSync(file, { force: true });

/** Process ids are reused, so the process with this id may be another program. */
const runs = (pid: number, program: string): boolean =>
  spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.includes(program) ??
  false;

const isEmulator = async ({ pid, endpoint }: EmulatorProcess): Promise<boolean> =>
  killGroup(pid, 0) && (runs(pid, 'ministack') || (await emulatorAnswers(endpoint)));

/** The processes of an earlier `npm start` that are still running. */
export const stillRunning = async (): Promise<Running> => {
  let known: Running;
  try {
    known = JSON.parse(readFileSync(file, 'utf8')) as Running;
  } catch {
    return {};
  }
  const { emulator, frontDoor } = known;
  return {
    ...(emulator && (await isEmulator(emulator)) && { emulator }),
    ...(frontDoor && killGroup(frontDoor.pid, 0) && runs(frontDoor.pid, 'front-door') && { frontDoor }),
  };
};
