import { parseCommandLine } from './console/command-line.ts';
import { runMain } from './console/problem.ts';
import { forgetRunning } from './emulator/running.ts';
import { startOrderly } from './local/start-orderly.ts';
import { environmentHelp } from './local/target.ts';
import { runUntilStopped, withAbandon } from './local/until-stopped.ts';

const usage = `Usage: npm start [-- --detach] [--fresh]

Runs Orderly on this machine: starts a local AWS emulator, deploys the stacks to it, creates the demo products and
takes a first order through its life. Runs until Ctrl-C, which saves all data and stops everything that it started.

The next start continues with the saved data, and deploys only what has changed. If Orderly was killed, or the data was
saved by another version of the emulator, the next start begins anew and says so.

  --detach   return when everything is ready; stop it with "npm stop"
  --fresh    delete the data of the last start, and begin anew

${environmentHelp}`;

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    detach: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  });
  const { emulator, frontDoor } = await withAbandon(() => startOrderly(values));
  if (values.detach) {
    process.removeListener('exit', forgetRunning);
    emulator?.release();
    frontDoor?.release();
    return;
  }
  await runUntilStopped({ emulator, frontDoor });
});
