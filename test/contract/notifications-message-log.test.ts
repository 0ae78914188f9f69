import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoMessageLog } from '../../functions/notifications/adapters/dynamo-message-log.ts';
import type {
  LoggedMessage,
  MessageLog,
  OrderLog,
} from '../../functions/notifications/domain/message-log.ts';
import { memoryMessageLog } from '../support/memory/notifications-stores.ts';
import { claimOf, later, muchLater, noon, sent } from '../support/message-log.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

const refused = { status: 'REFUSED', refusedAt: noon, code: 'MessageRejected' } as const;

/** The log with its messages sorted, so that two logs can be compared. */
const sorted = (log: OrderLog | undefined): OrderLog | undefined => {
  const key = ({ eventId, channel }: LoggedMessage): string => `${eventId}#${channel}`;
  return log && { ...log, messages: log.messages.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)) };
};

describe.each<[string, () => Promise<MessageLog>]>([
  ['in memory', async () => memoryMessageLog()],
  [
    'in DynamoDB',
    async () => {
      const table = await createServiceTable('notifications');
      tables.push(table);
      return dynamoMessageLog(table.client, table.name);
    },
  ],
])('the message log %s', (_where, create) => {
  let log: MessageLog;
  beforeAll(async () => {
    log = await create();
  });
  const loaded = async (orderId: string) => sorted((await log.loadMany([orderId]))[0]);

  describe('claims', () => {
    it('keep a second worker off until they run out', async () => {
      expect(await log.claim(claimOf('claimed'))).toMatchObject({ outcome: 'claimed' });
      const inTheWay = {
        orderId: 'claimed',
        sortKey: `${noon}#claimed`,
        messages: [
          {
            eventId: 'FulfilmentReady:claimed',
            channel: 'email',
            state: { status: 'CLAIMED', claimedUntil: later },
          },
        ],
      };
      expect(await log.claim(claimOf('claimed'))).toEqual({ outcome: 'refused', log: inTheWay });
      const again = claimOf('claimed', { now: later, until: muchLater });
      expect(await log.claim(again)).toMatchObject({ outcome: 'claimed' });
      expect(await log.claim(again)).toMatchObject({
        outcome: 'refused',
        log: { sortKey: `${noon}#claimed` },
      });
    });

    it('give back the log as it is with them', async () => {
      await log.claim(claimOf('given-back', { eventId: 'OrderCreated:given-back:1' }));
      const { outcome, log: after } = await log.claim(claimOf('given-back', { channels: ['email', 'sms'] }));
      expect(outcome).toBe('claimed');
      expect(sorted(after)).toEqual(await loaded('given-back'));
      expect(after.messages).toHaveLength(3);
    });

    it('go to one of two workers at the same instant', async () => {
      const claim = claimOf('raced', { channels: ['email', 'sms'] });
      const answers = await Promise.all([log.claim(claim), log.claim(claim)]);
      expect(answers.filter(({ outcome }) => outcome === 'claimed')).toHaveLength(1);
    });

    it('of two events of one order do not block each other, and none is lost', async () => {
      const events = ['A:busy', 'B:busy', 'C:busy', 'D:busy'];
      const answers = await Promise.all(
        events.map((eventId) => log.claim(claimOf('busy', { eventId, channels: ['email', 'sms'] }))),
      );
      expect(answers.map(({ outcome }) => outcome)).toEqual(events.map(() => 'claimed'));
      await Promise.all(events.map((eventId) => log.record(sent('busy', { eventId }))));
      expect((await loaded('busy'))?.messages.map(({ eventId, state }) => [eventId, state.status])).toEqual(
        events.flatMap((eventId) => [
          [eventId, 'SENT'],
          [eventId, 'CLAIMED'],
        ]),
      );
    });

    it('are all or none: one channel that is taken keeps the other free', async () => {
      await log.claim(claimOf('half', { channels: ['email'] }));
      expect(await log.claim(claimOf('half', { channels: ['email', 'sms'] }))).toMatchObject({
        outcome: 'refused',
        log: { messages: [{ channel: 'email' }] },
      });
      expect(await log.claim(claimOf('half', { channels: ['sms'] }))).toMatchObject({ outcome: 'claimed' });
      expect((await loaded('half'))?.messages.map(({ channel }) => channel)).toEqual(['email', 'sms']);
    });

    it.each([sent('over').outcome, refused, { status: 'SUPPRESSED' as const, suppressedAt: noon }])(
      'are permanently refused once the message is sent, refused or suppressed: %j',
      async (outcome) => {
        const orderId = `over-${outcome.status}`;
        await log.claim(claimOf(orderId));
        await log.record(sent(orderId, { outcome }));
        const answer = await log.claim(claimOf(orderId, { now: muchLater, until: muchLater }));
        expect(answer).toMatchObject({ outcome: 'refused', log: { messages: [{ state: outcome }] } });
      },
    );

    it('of events that ask for money are refused once the order is settled, and of no other', async () => {
      const asks = claimOf('settled', { eventId: 'PaymentLinkCreated:settled', meaning: 'asks' });
      const settles = claimOf('settled', { eventId: 'OrderPaid:settled', meaning: 'settles' });
      const reminder = { ...asks, eventId: 'PaymentReminderDue:settled' };
      expect(await log.claim(asks)).toMatchObject({ outcome: 'claimed' });
      expect(await log.claim(settles)).toMatchObject({ outcome: 'claimed' });
      expect(await log.claim(reminder)).toMatchObject({ outcome: 'refused', log: { settledAt: noon } });
      // `asks` was claimed before the order was settled. Now that the order is settled, no worker can claim `asks`
      // again, even if the first worker has died.
      expect(await log.claim({ ...asks, now: later })).toMatchObject({
        outcome: 'refused',
        log: { settledAt: noon },
      });
      expect(await log.claim(claimOf('settled'))).toMatchObject({ outcome: 'claimed' });
      expect(await log.claim({ ...reminder, orderId: 'open' })).toMatchObject({ outcome: 'claimed' });
    });

    it('of a type with a limit go to its first events, which may be claimed again, and to no other', async () => {
      const limit = { eventType: 'PaymentFailed', most: 2 };
      const decline = (n: number) =>
        claimOf('limited', { eventId: `PaymentFailed:limited:${n}`, channels: ['email', 'sms'], limit });
      expect(await log.claim(decline(1))).toMatchObject({ outcome: 'claimed' });
      expect(await log.claim({ ...decline(1), now: later })).toMatchObject({ outcome: 'claimed' });
      expect(await log.claim(decline(2))).toMatchObject({ outcome: 'claimed' });
      const told = { PaymentFailed: ['PaymentFailed:limited:1', 'PaymentFailed:limited:2'] };
      expect(await log.claim(decline(3))).toMatchObject({ outcome: 'refused', log: { told } });
      expect(await log.claim({ ...decline(2), now: later })).toMatchObject({ outcome: 'claimed' });
      const refund = { eventId: 'odd id', limit: { eventType: 'RefundCompleted', most: 1 } };
      expect(await log.claim(claimOf('limited', refund))).toMatchObject({ outcome: 'claimed' });
      expect(await loaded('limited')).toMatchObject({ told: { ...told, RefundCompleted: ['odd id'] } });
      expect((await loaded('limited'))?.messages).toHaveLength(5);
    });

    it('settle an order once: later ones do not move the instant, refused ones do not settle', async () => {
      const settles = claimOf('once', { meaning: 'settles' });
      await log.claim(claimOf('once'));
      await log.claim(settles);
      expect(await loaded('once')).not.toHaveProperty('settledAt');
      await log.claim({ ...settles, eventId: 'OrderPaid:once', now: later });
      await log.claim({ ...settles, eventId: 'OrderCompleted:once', now: muchLater });
      expect(await loaded('once')).toMatchObject({ settledAt: later });
    });
  });

  describe('what it keeps', () => {
    it('is read back as it was claimed and recorded, whatever the events’ ids are', async () => {
      const orderId = '0195a5a5-0000-7000-8000-000000000001';
      const eventIds = [`OrderCreated:${orderId}:1`, `OrderCreated:${orderId}:2`, `OrderCreated:${orderId}`];
      const odd = ['42', 'OrderCreated:another:1', 'a.b[0]:#:c', `OrderCreated:1:${orderId}`];
      for (const eventId of [...eventIds, ...odd]) {
        expect(await log.claim(claimOf(orderId, { eventId, channels: ['email', 'sms'] }))).toMatchObject({
          outcome: 'claimed',
        });
        const eventType = 'OrderCreated';
        await log.record({
          orderId,
          eventId,
          channel: 'email',
          outcome: { status: 'SENT', sentAt: later, eventType, subject: eventId },
        });
        await log.record({ orderId, eventId, channel: 'sms', outcome: refused });
      }
      const messages = [...eventIds, ...odd].flatMap((eventId): LoggedMessage[] => [
        {
          eventId,
          channel: 'email',
          state: { status: 'SENT', sentAt: later, eventType: 'OrderCreated', subject: eventId },
        },
        { eventId, channel: 'sms', state: refused },
      ]);
      expect(await loaded(orderId)).toEqual(sorted({ orderId, sortKey: `${noon}#${orderId}`, messages }));
    });

    it('is unchanged by a record that is repeated', async () => {
      await log.claim(claimOf('twice'));
      await log.record(sent('twice'));
      await log.record(sent('twice'));
      expect((await loaded('twice'))?.messages).toHaveLength(1);
    });

    it('is read for many orders at once, in the order in which they are named, without unknown ones', async () => {
      for (const orderId of ['many-1', 'many-2']) await log.claim(claimOf(orderId));
      const logs = await log.loadMany(['many-2', 'nothing', 'many-1']);
      expect(logs.map(({ orderId }) => orderId)).toEqual(['many-2', 'many-1']);
    });
  });

  describe('the sort keys of a customer', () => {
    const at = (second: number): string => `2026-03-01T12:00:0${second}.000Z`;
    const sortKeys = [4, 3, 2, 1, 0].map((second) => `${at(second)}#listed-${second}`);

    beforeAll(async () => {
      for (const second of [2, 0, 4, 1, 3]) {
        await log.claim(claimOf(`listed-${second}`, { customerId: 'lister', now: at(second) }));
      }
      // A later message about an order does not change the order's place in the list.
      await log.claim(
        claimOf('listed-0', { customerId: 'lister', eventId: 'OrderPaid:listed-0', now: at(9) }),
      );
      await log.record(sent('listed-1'));
      await log.claim(claimOf('of-bob', { customerId: 'bob' }));
    });

    it('are those of their own orders, by the time of the first message, newest first', async () => {
      expect(await log.sortKeysOfCustomer('lister', { limit: 10 })).toEqual({ items: sortKeys });
      expect(await log.sortKeysOfCustomer('lister', { limit: 5 })).toEqual({ items: sortKeys });
    });

    it('come in pages that neither repeat nor leave out an order', async () => {
      const first = await log.sortKeysOfCustomer('lister', { limit: 2 });
      const second = await log.sortKeysOfCustomer('lister', { limit: 2, after: first.next ?? '' });
      const third = await log.sortKeysOfCustomer('lister', { limit: 2, after: second.next ?? '' });
      expect([first, second, third].map(({ items }) => items)).toEqual([
        sortKeys.slice(0, 2),
        sortKeys.slice(2, 4),
        sortKeys.slice(4),
      ]);
      expect(third.next).toBeUndefined();
    });

    it('are none for a customer without messages', async () => {
      expect(await log.sortKeysOfCustomer('carol', { limit: 10 })).toEqual({ items: [] });
    });
  });
});
