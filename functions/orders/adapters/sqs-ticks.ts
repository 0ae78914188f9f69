import type { Clock } from '../../../shared/kernel/clock.ts';
import { sendMessage } from '../../../shared/messaging/sqs-client.ts';
import { watchdogTick, type Ticks } from '../domain/watchdog.ts';

/** Ticks as delayed messages of the watchdog's own queue. */
export const sqsTicks = (queueUrl: string, now: Clock): Ticks => ({
  schedule: (tick, delaySeconds, trace) =>
    sendMessage(queueUrl, watchdogTick(tick, now(), trace), delaySeconds),
});
