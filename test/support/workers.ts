import { execFileSync } from 'node:child_process';
import { testEmulatorPid } from './environment.ts';

/** The process ids of the emulator's Lambda workers: its descendants named `node` or `MainThread`. */
const workers = (): readonly number[] => {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  const below = new Set([testEmulatorPid()]);
  for (let grown = -1; grown !== below.size;) {
    grown = below.size;
    for (const [pid, parent] of rows) if (below.has(Number(parent))) below.add(Number(pid));
  }
  return rows
    .filter(([pid, , command]) => below.has(Number(pid)) && /^(node|MainThread)/.test(command ?? ''))
    .map(([pid]) => Number(pid));
};

/**
 * Kills every worker as a machine failure would.
 * @returns how many it killed.
 */
export const killWorkers = (): number => {
  let killed = 0;
  for (const pid of workers()) {
    try {
      process.kill(pid, 'SIGKILL');
      killed += 1;
    } catch {
      // The worker has already exited.
    }
  }
  return killed;
};
