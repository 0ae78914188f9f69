/**
 * Every process of a function loads this file before the function's code. Twice a second and at the end, this file
 * writes the CPU time of the process to a file in the folder ORDERLY_CPU_METER. It leaves out the CPU time of an idle
 * process, because Lambda freezes an idle environment and does not charge for it.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process that uses less CPU time than this in half a second is idle. Each invocation uses several times as much. */
const IDLE_MS = 1;

const folder = process.env.ORDERLY_CPU_METER;
let [seen, idle] = [0, 0];
const note = () => {
  const { user, system } = process.cpuUsage();
  const cpuMs = (user + system) / 1000;
  const used = cpuMs - seen;
  seen = cpuMs;
  if (used < IDLE_MS) {
    idle += used;
    return;
  }
  const of = process.env.AWS_LAMBDA_FUNCTION_NAME ?? '';
  const file = join(folder, String(process.pid));
  // The rename is atomic, so a reader never sees half of the file.
  writeFileSync(`${file}.new`, JSON.stringify({ function: of, cpuMs: cpuMs - idle }));
  renameSync(`${file}.new`, file);
};

if (folder) {
  note();
  setInterval(note, 500).unref();
  process.on('exit', note);
}
