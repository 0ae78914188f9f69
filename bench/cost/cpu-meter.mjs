/**
 * Loaded into every function process before its code: writes down how much CPU time the process has used, in a file of
 * its own in the folder ORDERLY_CPU_METER, twice a second and when it ends. What an idle process uses is left out, for
 * Lambda freezes an idle environment and charges nothing for it.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process that uses less in half a second has taken no invocation in it: each takes several times as much. */
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
  // Renamed into place, so that nobody reads a half of it.
  writeFileSync(`${file}.new`, JSON.stringify({ function: of, cpuMs: cpuMs - idle }));
  renameSync(`${file}.new`, file);
};

if (folder) {
  note();
  setInterval(note, 500).unref();
  process.on('exit', note);
}
