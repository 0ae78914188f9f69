/**
 * Loaded into every function process before its code: writes down how much CPU time the process has used, in a file of
 * its own in the folder ORDERLY_CPU_METER, twice a second and when it ends.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.ORDERLY_CPU_METER;
const note = () => {
  const { user, system } = process.cpuUsage();
  const of = process.env.AWS_LAMBDA_FUNCTION_NAME ?? '';
  const file = join(folder, String(process.pid));
  // Renamed into place, so that nobody reads a half of it.
  writeFileSync(`${file}.new`, JSON.stringify({ function: of, cpuMs: (user + system) / 1000 }));
  renameSync(`${file}.new`, file);
};

if (folder) {
  setInterval(note, 500).unref();
  process.on('exit', note);
}
