import { spawnSync } from 'node:child_process';
import { serverProgram, venvProgram } from './python.ts';

/** The output of `ps` and of `lsof`. */
export interface Processes {
  /** All processes, one on each line: process id and arguments, as `ps` prints them on Linux and macOS. */
  readonly table: string;
  /** Ids of the processes that listen on the port, one on each line. Empty if `lsof` is not installed. */
  readonly listening: string;
}

const processesAt = (port: number): Processes => {
  const tell = (program: string, ...args: readonly string[]): string =>
    spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).stdout ?? '';
  return {
    table: tell('ps', '-A', '-o', 'pid=,args='),
    listening: tell('lsof', '-t', `-iTCP:${port}`, '-sTCP:LISTEN'),
  };
};

/**
 * Process ids of the emulators that were started from this folder. If `lsof` has found the processes that listen on the
 * port, the emulators that are not among them are left out. Each emulator leads the process group of its workers.
 */
const emulatorsOf = ({ table, listening }: Processes): readonly string[] => {
  const all = table
    .split('\n')
    .filter((line) => line.includes(`${venvProgram('python')} ${serverProgram}`))
    .flatMap((line) => /^\s*(\d+)/.exec(line)?.[1] ?? []);
  const there = listening.split('\n');
  return listening === '' ? all : all.filter((pid) => there.includes(pid));
};

/**
 * The error message for a port that is in use. If an emulator of this folder uses the port, `npm stop` does not know
 * that emulator, usually because `.local` was removed while it was running.
 *
 * @param answers whether an emulator responds on the port
 */
export const portIsTaken = (port: number, answers: boolean, processes = processesAt(port)): string => {
  const otherPort = `  ORDERLY_PORT=${port + 10} npm start`;
  const lost = answers ? emulatorsOf(processes) : [];
  if (lost.length === 0) {
    return `Port ${port} is in use by another program. Stop that program, or choose another port:\n${otherPort}`;
  }
  const which =
    lost.length === 1
      ? ''
      : ` It is one of ${lost.length} emulators that were started from this folder. Tests start emulators too.`;
  return (
    `Port ${port} is in use by an emulator that "npm stop" does not know, because .local was removed.${which} ` +
    `Stop the emulator and its Lambda workers, or choose another port:\n` +
    `${lost.map((pid) => `  kill -- -${pid}`).join('\n')}\n${otherPort}`
  );
};
