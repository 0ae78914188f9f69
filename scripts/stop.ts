import { parseCommandLine } from './console/command-line.ts';
import { runMain } from './console/problem.ts';
import { stopEmulatorProcess } from './emulator/emulator.ts';
import { forgetEmulator, runningEmulator } from './emulator/running.ts';

const usage = `Usage: npm stop

Stops the emulator that "npm start" started, and deletes its data.`;

await runMain(async () => {
  parseCommandLine(usage, {});
  const running = await runningEmulator();
  forgetEmulator();
  if (!running) {
    process.stdout.write('Orderly is not running. There is nothing to stop.\n');
    return;
  }
  await stopEmulatorProcess(running);
  process.stdout.write('Orderly has stopped.\n');
});
