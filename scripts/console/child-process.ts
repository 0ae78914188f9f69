import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { projectRoot } from './paths.ts';
import { Problem } from './problem.ts';

/** The last lines of a file, without terminal colours and without lines that match `noise`. */
export const tailOf = (file: string, lines: number, noise?: RegExp): string =>
  readFileSync(file, 'utf8')
    // oxlint-disable-next-line no-control-regex -- colour codes start with the escape character
    .replaceAll(/\u001b\[[0-9;]*m/g, '')
    .trimEnd()
    .split('\n')
    .filter((line) => !noise?.test(line))
    .slice(-lines)
    .join('\n');

export type LoggedCommand = {
  /** What the program does, as a noun. Error messages read "<title> failed". */
  title: string;
  file: string;
  args: readonly string[];
  logFile: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Lines to leave out of the error message. */
  noise?: RegExp;
};

/**
 * Runs a program and writes its output to a log file.
 *
 * The program has its own process group, so Ctrl-C reaches only this process, which then stops
 * everything in the right order.
 *
 * @throws Problem with the end of the log if the exit code is not 0
 */
export const runLogged = async (command: LoggedCommand): Promise<void> => {
  const log = openSync(command.logFile, 'w');
  const child = spawn(command.file, command.args, {
    cwd: command.cwd ?? projectRoot,
    env: command.env ?? process.env,
    stdio: ['ignore', log, log],
    detached: true,
  });
  const onExit = () => killGroup(child.pid, 'SIGKILL');
  process.once('exit', onExit);
  const end = await new Promise<string | number | null>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
  process.off('exit', onExit);
  closeSync(log);
  if (end === 0) return;
  const tail = tailOf(command.logFile, 30, command.noise);
  throw new Problem(
    `${command.title} failed (${end}). The end of its output:\n\n${tail}\n\nFull output: ${command.logFile}`,
  );
};

/** Sends a signal to a process group. Returns false if the group has no processes. */
export const killGroup = (leader: number | undefined, signal: NodeJS.Signals | 0): boolean => {
  if (!leader) return false;
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
};

/** True if a process exists. */
export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
