import { parseCommandLine } from './console/command-line.ts';
import { runMain } from './console/problem.ts';
import { stopEmulatorProcess } from './emulator/emulator.ts';
import { forgetRunning, removeLeftovers, stillRunning } from './emulator/running.ts';
import { stopFrontDoorProcess } from './front-door/front-door.ts';
import { stoppedText } from './local/stopped-text.ts';

const usage = `Usage: npm stop

Stops what "npm start" started: the emulator and the front door. Waits until no function runs, and saves all data for
the next start.`;

await runMain(async () => {
  parseCommandLine(usage, {});
  const { emulator, frontDoor } = await stillRunning();
  const wasKilled = await removeLeftovers();
  forgetRunning();
  if (frontDoor) await stopFrontDoorProcess(frontDoor);
  if (emulator) {
    process.stdout.write(stoppedText(await stopEmulatorProcess(emulator)));
  } else if (wasKilled) {
    process.stdout.write(
      'The emulator was killed, so its last data is lost. Its processes and temporary files are removed now.\n',
    );
  } else {
    process.stdout.write(
      frontDoor ? stoppedText('nothing to save') : 'Orderly is not running. There is nothing to stop.\n',
    );
  }
});
