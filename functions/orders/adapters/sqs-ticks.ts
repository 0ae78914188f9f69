import { sendMessage } from '../../../shared/messaging/sqs-client.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Ticks } from '../domain/ticks.ts';
import { watchdogTick } from '../outbox.ts';

/** Ticks as delayed messages of the watchdog's own queue. */
export const sqsTicks = (queueUrl: string, now: Clock): Ticks => ({
  schedule: (tick, delaySeconds, cause) =>
    sendMessage(queueUrl, watchdogTick(tick, now(), cause), delaySeconds),
});
