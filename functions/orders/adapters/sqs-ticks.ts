import { sendMessage } from '../../../shared/messaging/sqs-client.ts';
import type { Message } from '../../../shared/events/envelope.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Ticks } from '../domain/ticks.ts';

/** The type of the watchdog's own message. */
export const WATCHDOG_TICK = 'WatchdogTick';

/** Ticks as delayed messages of the watchdog's own queue. */
export const sqsTicks = (queueUrl: string, now: Clock): Ticks => ({
  schedule: async (orderId, delaySeconds, cause) => {
    const time = now();
    const tick: Message = {
      id: `${WATCHDOG_TICK}:${orderId}:${time}`,
      type: WATCHDOG_TICK,
      version: 1,
      time,
      correlationId: cause.correlationId,
      // A chain of ticks may be long: its cause is the order, not the tick before.
      causationId: orderId,
      data: { orderId },
    };
    await sendMessage(queueUrl, tick, delaySeconds);
  },
});
