import type { Clock } from '../../../shared/kernel/clock.ts';
import { sendMessage } from '../../../shared/messaging/sqs-client.ts';
import { erasureTick, type ErasureTicks } from '../domain/erasure.ts';
import { watchdogTick, type Ticks } from '../domain/watchdog.ts';

/** Sends the watchdog's ticks, which mean "look at this order again", as delayed messages to its own queue. */
export const sqsTicks = (queueUrl: string, now: Clock): Ticks => ({
  schedule: (tick, delaySeconds, trace) =>
    sendMessage(queueUrl, watchdogTick(tick, now(), trace), delaySeconds),
});

/** Sends the ticks of erasures, which mean "continue this erasure", as delayed messages to the watchdog's queue. */
export const sqsErasureTicks = (queueUrl: string, now: Clock): ErasureTicks => ({
  schedule: (tick, delaySeconds, trace) =>
    sendMessage(queueUrl, erasureTick(tick, now(), trace), delaySeconds),
});
