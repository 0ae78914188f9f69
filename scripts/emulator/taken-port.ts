import { spawnSync } from 'node:child_process';
import { venvProgram } from './python.ts';

/** What the machine tells of its processes. */
export interface Processes {
  /** All of them, one a line: process id and arguments, as `ps` on Linux and macOS. */
  readonly table: string;
  /** Process ids of those that listen at the port, one a line; empty where `lsof` is not installed. */
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

/** The emulators that were started from this folder, by process id; each leads a group with its Lambda workers. */
const emulatorsOf = ({ table, listening }: Processes): readonly string[] => {
  const all = table
    .split('\n')
    .filter((line) => line.includes(`${venvProgram('python')} -m ministack`))
    .flatMap((line) => /^\s*(\d+)/.exec(line)?.[1] ?? []);
  const there = listening.split('\n');
  return listening === '' ? all : all.filter((pid) => there.includes(pid));
};

/**
 * What to say of a port that is taken. An emulator that answers there and that `npm stop` does not know was lost sight of:
 * somebody removed `.local`, which says what runs.
 *
 * @param answers whether an emulator answers at the port
 */
export const portIsTaken = (port: number, answers: boolean, processes = processesAt(port)): string => {
  const otherPort = `  ORDERLY_PORT=${port + 1} npm start`;
  const lost = answers ? emulatorsOf(processes) : [];
  if (lost.length === 0) {
    return `Port ${port} is in use by another program. Stop that program, or choose another port:\n${otherPort}`;
  }
  const which =
    lost.length === 1
      ? ''
      : ` It is one of ${lost.length} that were started from this folder; tests start some, too.`;
  return (
    `Port ${port} is in use by an emulator that "npm stop" does not know: .local, which remembers it, was ` +
    `removed.${which} Stop it with its Lambda workers, or choose another port:\n` +
    `${lost.map((pid) => `  kill -- -${pid}`).join('\n')}\n${otherPort}`
  );
};
