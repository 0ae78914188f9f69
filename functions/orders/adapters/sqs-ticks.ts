import type { Clock } from '../../../shared/kernel/clock.ts';
import { sendMessage } from '../../../shared/messaging/sqs-client.ts';
import { erasureTick, type ErasureTicks } from '../domain/erasure.ts';
import { watchdogTick, type Ticks } from '../domain/watchdog.ts';

/**
 * Sends the watchdog's ticks as delayed messages to the watchdog's own queue. A tick means "look at this order again".
 */
export const sqsTicks = (queueUrl: string, now: Clock): Ticks => ({
  schedule: (tick, delaySeconds, trace) =>
    sendMessage(queueUrl, watchdogTick(tick, now(), trace), delaySeconds),
});

/**
 * Sends the ticks of erasures as delayed messages to the watchdog's queue. Such a tick means "continue this erasure".
 */
export const sqsErasureTicks = (queueUrl: string, now: Clock): ErasureTicks => ({
  schedule: (tick, delaySeconds, trace) =>
    sendMessage(queueUrl, erasureTick(tick, now(), trace), delaySeconds),
});
