import { describe, expect, it } from '@jest/globals';
import { itemSize } from '../../../../bench/meter/item-size.ts';
import {
  attributeOf,
  keyOf,
  storedOf,
} from '../../../../functions/notifications/adapters/message-log-items.ts';
import { messages } from '../../../../functions/notifications/messages.ts';
import { reactions } from '../../../../functions/notifications/reactions.ts';
import type { OrderLog } from '../../../../functions/notifications/domain/message-log.ts';
import { MOST_BYTES } from '../../../support/item-bytes.ts';
import { now, orderId, outage, service } from '../../../support/notifications.ts';
import { toWire } from '../../../support/stored-items.ts';

const because = (causationId: string) => ({ correlationId: 'request-1', causationId, sentAt: now });
const order = { orderId, customerId: 'alice' };
const items = [{ productId: 'desk', name: 'Desk', quantity: 2, unitAmount: 62_000 }];
const money = { amount: 1, currency: 'EUR' };
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n + 1);

/** Creates the service in memory. Returns it with functions that deliver events about one order to it. */
const told = async (channels = { email: true, sms: true }) => {
  const world = await service(channels);
  const react = reactions({ ...world, now: () => world.clock.now });
  return {
    ...world,
    created: (attempt: number) =>
      react.OrderCreated(
        { ...order, items, totalAmount: 124_000, currency: 'EUR', attempt },
        because(`OrderCreated:${orderId}:${attempt}`),
      ),
    declined: (id: string) =>
      react.PaymentFailed({ ...order, reason: 'card_declined' }, because(`PaymentFailed:${orderId}:${id}`)),
    refunded: (id: string) =>
      react.RefundCompleted(
        { ...order, ...money, refundId: id, refundedAmount: 1, reason: 'broken' },
        because(`RefundCompleted:${orderId}:${id}`),
      ),
    sent: () => [world.mailer.sent.length, world.texter.sent.length],
  };
};

/** The size of the log's item, if all its messages were sent. */
const sizeOf = ({ sortKey, told: sets = {}, messages: all }: OrderLog): number => {
  const outcome = {
    status: 'SENT',
    sentAt: now,
    eventType: '',
    subject: 'Your payment did not go through',
  } as const;
  const nameless = Object.entries(sets).map(([type, ids]) => [`told:${type}`, new Set(ids)]);
  const entries = all.map((key) => [attributeOf(orderId, key), storedOf(key.eventId, outcome)]);
  const item = { pk: keyOf(orderId), customerId: 'c'.repeat(128), sortKey };
  return itemSize(toWire({ ...item, ...Object.fromEntries([...nameless, ...entries]) }));
};

describe('a fact', () => {
  it('is told once on each channel, although the order requests its stock 25 times', async () => {
    const { created, sent } = await told();
    for (const attempt of numbers(25)) await created(attempt);
    expect(sent()).toEqual([1, 1]);
  });

  it('is told once, whichever request for stock arrives first', async () => {
    const { created, sent, logged } = await told();
    await created(2);
    await created(1);
    expect(sent()).toEqual([1, 1]);
    expect(new Set(logged().map(({ eventId }) => eventId))).toEqual(new Set([`OrderCreated:${orderId}:1`]));
  });

  it('is told on the channel that failed, when the next request for stock arrives', async () => {
    const { created, sent, mailer, clock } = await told();
    mailer.behave(outage);
    await expect(created(1)).rejects.toBe(outage);
    expect(sent()).toEqual([0, 1]);
    clock.now = '2026-03-01T09:00:20.000Z';
    await created(2);
    expect(sent()).toEqual([1, 1]);
  });
});

describe('declined payments', () => {
  it('are told three times, of 3,000, and the log does not grow any more', async () => {
    const { declined, sent, log } = await told();
    for (const n of numbers(3)) await declined(`msg_${n}`);
    const before = log.logs();
    for (const n of numbers(3000)) await declined(`msg_${n}`);
    expect(sent()).toEqual([3, 3]);
    expect(log.logs()).toEqual(before);
  });

  it('among the first three are told again after their worker died, also once there are more', async () => {
    const { declined, sent, mailer, clock } = await told();
    mailer.behave(outage);
    await expect(declined('msg_1')).rejects.toBe(outage);
    for (const n of numbers(5)) if (n > 1) await declined(`msg_${n}`);
    expect(sent()).toEqual([2, 3]);
    clock.now = '2026-03-01T09:00:20.000Z';
    await declined('msg_1');
    expect(sent()).toEqual([3, 3]);
  });
});

describe('refunds', () => {
  const { most } = messages.RefundCompleted;

  it('are all told, up to a limit that the ledger of payments does not reach', async () => {
    const { refunded, sent } = await told({ email: true, sms: false });
    for (const n of numbers(60)) await refunded(`r${n}`);
    expect(most).toBe(50);
    expect(sent()).toEqual([most, 0]);
  });

  it('and declines leave the log below 64 KB, even if their ids are as long as an event may have', async () => {
    const { refunded, declined, log } = await told();
    const longest = 256 - `RefundCompleted:${orderId}:`.length;
    for (const n of numbers(100)) await refunded(String(n).padEnd(longest, '-'));
    for (const n of numbers(100)) await declined(String(n).padEnd(longest, '-'));
    const [only] = log.logs();
    expect(only && sizeOf(only)).toBeGreaterThan(20_000);
    expect(only && sizeOf(only)).toBeLessThan(MOST_BYTES);
  });
});
