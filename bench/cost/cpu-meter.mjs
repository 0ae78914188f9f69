/**
 * Every process of a function loads this module before the function's code. The module writes the CPU time of the
 * process to a note. A note is a file in the folder that ORDERLY_CPU_METER names, one file for each process. Twice a
 * second, and when the process ends, the module adds a line with the CPU milliseconds so far. The milliseconds do not
 * include the CPU time of an idle process, because Lambda freezes an idle environment and does not charge for it. They
 * do not include the CPU time of the module itself either.
 *
 * The module appends lines instead of replacing the note. Replacing a file by `rename` makes ext4 write the file to the
 * disk at once (mount option `auto_da_alloc` in ext4's documentation), and functions would wait for the disk.
 */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A process that uses less CPU time than this in half a second is idle. Each invocation uses several times as much. */
const IDLE_MS = 1;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const folder = process.env.ORDERLY_CPU_METER;
if (folder) {
  const file = openSync(join(folder, `${process.env.AWS_LAMBDA_FUNCTION_NAME ?? ''}.${process.pid}`), 'a');
  let [seen, leftOut] = [0, 0];
  const note = () => {
    const now = cpuMs();
    if (now - seen < IDLE_MS) leftOut += now - seen;
    else writeSync(file, `${now - leftOut}\n`);
    seen = cpuMs();
    leftOut += seen - now;
  };
  note();
  setInterval(note, 500).unref();
  process.on('exit', note);
}
