import { parseCommandLine } from './console/command-line.ts';
import { runMain } from './console/problem.ts';
import { stopEmulatorProcess } from './emulator/emulator.ts';
import { forgetRunning, removeLeftovers, stillRunning } from './emulator/running.ts';
import { stopFrontDoorProcess } from './front-door/front-door.ts';

const usage = `Usage: npm stop

Stops what "npm start" started: the emulator, whose data it deletes, and the front door.`;

await runMain(async () => {
  parseCommandLine(usage, {});
  const { emulator, frontDoor } = await stillRunning();
  const wasKilled = await removeLeftovers();
  forgetRunning();
  if (!emulator && !frontDoor) {
    process.stdout.write(
      wasKilled
        ? 'The emulator was killed. What it left behind is removed now.\n'
        : 'Orderly is not running. There is nothing to stop.\n',
    );
    return;
  }
  if (frontDoor) await stopFrontDoorProcess(frontDoor);
  if (emulator) await stopEmulatorProcess(emulator);
  process.stdout.write('Orderly has stopped.\n');
});
