import { once } from 'node:events';
import type { Started } from './start-orderly.ts';
import { stoppedText } from './stopped-text.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Handles Ctrl-C until everything is ready. Exit hooks stop everything that this process has started so far. */
const abandon = () => process.exit(130);

/** Runs a start. Until the start is complete, Ctrl-C ends this process. */
export const withAbandon = async <T>(start: () => Promise<T>): Promise<T> => {
  // npm and the terminal can both send the same signal. Without a listener, the second signal would end this
  // process before it has stopped everything.
  for (const signal of signals) process.on(signal, () => {}).on(signal, abandon);
  const started = await start();
  for (const signal of signals) process.off(signal, abandon);
  return started;
};

/**
 * Waits until a signal arrives or the emulator ends, and stops what was started.
 * @param finish completes work that must not be interrupted, for example a deployment
 */
export const runUntilStopped = async (
  { emulator, frontDoor }: Pick<Started, 'emulator' | 'frontDoor'>,
  finish: () => Promise<void> = async () => {},
): Promise<void> => {
  // Only this timer keeps Node running until a signal arrives or the emulator ends.
  const alive = setInterval(() => {}, 60_000);
  const interrupted = Promise.race(signals.map((signal) => once(process, signal)));
  const ended = emulator?.ended.then(() => 'ended');
  const reason = await Promise.race([interrupted, ...(ended ? [ended] : [])]);
  clearInterval(alive);
  process.stdout.write(reason === 'ended' ? '\nThe emulator has ended.\n' : '\nStopping ...\n');
  if (reason !== 'ended') await finish();
  frontDoor?.stop();
  const stopped = await emulator?.stop();
  if (stopped) process.stdout.write(stoppedText(stopped));
};
