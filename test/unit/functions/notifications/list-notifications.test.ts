import { describe, expect, it } from '@jest/globals';
import type { RecordedMessage } from '../../../../functions/notifications/domain/message-log.ts';
import { listNotifications } from '../../../../functions/notifications/list-notifications.ts';
import { memoryMessageLog } from '../../../support/memory/notifications-stores.ts';

const alice = { id: 'alice', roles: [] };
const at = (second: number): string => new Date(Date.UTC(2026, 2, 1, 12, 0, second)).toISOString();
const later = at(3600);

/** A message log, the use case that lists a customer's messages, and functions that fill the log. */
const service = () => {
  const log = memoryMessageLog();
  const list = listNotifications({ log });
  const claim = (orderId: string, eventId: string, now: string, customerId = 'alice') =>
    log.claim({ orderId, customerId, eventId, channels: ['email'], meaning: 'neither', now, until: later });
  const sent = (eventId: string, sentAt: string): RecordedMessage['outcome'] => ({
    status: 'SENT',
    sentAt,
    eventType: eventId.split(':', 1)[0] ?? '',
    subject: eventId,
  });
  /** Claims and sends the message about an event, both at `second`. */
  const told = async (orderId: string, type: string, second: number, customerId?: string) => {
    const eventId = `${type}:${orderId}`;
    await claim(orderId, eventId, at(second), customerId);
    await log.record({ orderId, eventId, channel: 'email', outcome: sent(eventId, at(second)) });
  };
  /** All pages of alice's list. For each page, returns the subjects of its messages. */
  const pages = async (limit: number): Promise<readonly (readonly string[])[]> => {
    const all: (readonly string[])[] = [];
    let after: string | undefined;
    do {
      const page = await list(alice, { limit, ...(after === undefined ? {} : { after }) });
      all.push(page.items.map(({ subject }) => subject));
      after = page.next;
    } while (after !== undefined);
    return all;
  };
  return { log, list, claim, sent, told, pages };
};

describe('my notifications', () => {
  it('are those that were sent to me, and nobody else’s, as I may see them', async () => {
    const { list, told } = service();
    await told('order-1', 'OrderPaid', 1);
    await told('order-2', 'OrderPaid', 2, 'bob');
    expect(await list(alice, { limit: 20 })).toEqual({
      items: [
        {
          eventType: 'OrderPaid',
          orderId: 'order-1',
          channel: 'email',
          sentAt: at(1),
          subject: 'OrderPaid:order-1',
        },
      ],
    });
    expect((await list({ id: 'carol', roles: ['admin'] }, { limit: 20 })).items).toEqual([]);
  });

  it('are grouped by order: first the order with the newest first message, and its newest message first', async () => {
    const { told, pages } = service();
    await told('old', 'OrderCreated', 1);
    await told('new', 'OrderCreated', 2);
    await told('old', 'OrderPaid', 3);
    await told('new', 'OrderRejected', 4);
    expect(await pages(10)).toEqual([
      ['OrderRejected:new', 'OrderCreated:new', 'OrderPaid:old', 'OrderCreated:old'],
    ]);
  });

  it('contain no message that is only claimed or was refused', async () => {
    const { log, claim, told, pages } = service();
    await told('order-1', 'OrderCreated', 1);
    await claim('order-1', 'OrderPaid:order-1', at(2));
    await claim('order-2', 'OrderCreated:order-2', at(3));
    await log.record({
      orderId: 'order-2',
      eventId: 'OrderCreated:order-2',
      channel: 'email',
      outcome: { status: 'REFUSED', refusedAt: at(3), code: 'MessageRejected' },
    });
    expect(await pages(10)).toEqual([['OrderCreated:order-1']]);
  });

  it.each([1, 2, 3, 4, 5, 7, 12, 13])(
    'come in pages of %i that neither repeat nor leave out a message, wherever an order is cut',
    async (limit) => {
      const { told, pages } = service();
      const expected: string[] = [];
      // The first order has one message, the second one has two, and so on.
      for (let order = 1; order <= 5; order += 1) {
        const types = ['A', 'B', 'C', 'D', 'E'].slice(0, order);
        for (const [step, type] of types.entries()) await told(`order-${order}`, type, order * 10 + step);
        expected.unshift(...types.map((type) => `${type}:order-${order}`).toReversed());
      }
      const found = await pages(limit);
      expect(found.flat()).toEqual(expected);
      for (const page of found) expect(page.length).toBeLessThanOrEqual(limit);
      expect(found.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    },
  );

  it('continue where a page ended, although newer messages were sent in between', async () => {
    const { list, told } = service();
    for (const [second, type] of ['A', 'B', 'C'].entries()) await told('order-1', type, second);
    await told('order-2', 'A', 5);
    const first = await list(alice, { limit: 2 });
    expect(first.items.map(({ subject }) => subject)).toEqual(['A:order-2', 'C:order-1']);
    await told('order-1', 'D', 6);
    await told('order-2', 'B', 7);
    await told('order-3', 'A', 8);
    const second = await list(alice, { limit: 2, after: first.next ?? '' });
    expect(second.items.map(({ subject }) => subject)).toEqual(['B:order-1', 'A:order-1']);
    expect(second.next).toBeUndefined();
  });

  it('come to an end, although many orders have nothing to show', async () => {
    const { claim, told, pages } = service();
    await told('shown', 'OrderCreated', 0);
    for (let second = 1; second <= 40; second += 1) {
      await claim(`order-${second}`, `OrderCreated:order-${second}`, at(second));
    }
    const found = await pages(4);
    expect(found.flat()).toEqual(['OrderCreated:shown']);
    // There are 41 orders. For a page with limit 4, the service makes at most five queries, each for two orders. So a
    // page looks through at most ten orders, and 41 orders need five pages.
    expect(found).toHaveLength(5);
  });

  it('read at most a hundred orders at once, and fill a page nearly if each order has one message', async () => {
    const { log, told } = service();
    for (let second = 0; second < 120; second += 1) await told(`order-${second}`, 'OrderCreated', second);
    const sizes: number[] = [];
    const loadMany = (ids: readonly string[]) => (sizes.push(ids.length), log.loadMany(ids));
    const page = await listNotifications({ log: { ...log, loadMany } })(alice, { limit: 100 });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(page.items.length).toBeGreaterThan(95);
    expect(page.next).toBeDefined();
  });
});
