import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoMessageLog } from '../../functions/notifications/adapters/dynamo-message-log.ts';
import type { LoggedMessage, MessageLog } from '../../functions/notifications/domain/message-log.ts';
import { memoryMessageLog } from '../support/memory/notifications-stores.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

const noon = '2026-03-01T12:00:00.000Z';
const later = '2026-03-01T12:00:10.000Z';
const muchLater = '2026-03-01T12:00:20.000Z';

const sent = (overrides: Partial<LoggedMessage> = {}): LoggedMessage => ({
  eventId: 'OrderPaid:1',
  channel: 'email',
  eventType: 'OrderPaid',
  orderId: '0195a5a5-0000-7000-8000-000000000001',
  customerId: 'alice',
  subject: 'Thank you for your payment',
  outcome: { status: 'SENT', sentAt: noon },
  ...overrides,
});

const implementations: readonly (readonly [string, () => Promise<MessageLog>])[] = [
  ['in memory', async () => memoryMessageLog()],
  [
    'in DynamoDB',
    async () => {
      const table = await createServiceTable('notifications');
      tables.push(table);
      return dynamoMessageLog(table.client, table.name);
    },
  ],
];

describe.each(implementations)('claims in the message log %s', (_where, create) => {
  let log: MessageLog;
  beforeAll(async () => {
    log = await create();
  });

  it('keep a second worker off until they run out', async () => {
    const key = { eventId: 'claimed', channel: 'email' } as const;
    expect(await log.claim(key, noon, later)).toBe('claimed');
    expect(await log.claim(key, noon, later)).toBe('busy');
    expect(await log.claim(key, later, muchLater)).toBe('claimed');
    expect(await log.claim(key, later, muchLater)).toBe('busy');
  });

  it('are of one channel each', async () => {
    await log.claim({ eventId: 'both', channel: 'email' }, noon, later);
    expect(await log.claim({ eventId: 'both', channel: 'sms' }, noon, later)).toBe('claimed');
  });

  it('go to one of two workers at the same instant', async () => {
    const key = { eventId: 'raced', channel: 'sms' } as const;
    const outcomes = await Promise.all([log.claim(key, noon, later), log.claim(key, noon, later)]);
    expect(outcomes.toSorted()).toEqual(['busy', 'claimed']);
  });

  it('are refused for good once the message was sent', async () => {
    const message = sent({ eventId: 'done' });
    await log.claim(message, noon, later);
    await log.record(message);
    expect(await log.claim(message, noon, later)).toBe('done');
    expect(await log.claim(message, muchLater, muchLater)).toBe('done');
  });

  it('are refused for good once the provider refused the message', async () => {
    const message = sent({
      eventId: 'refused',
      outcome: { status: 'REFUSED', refusedAt: noon, code: 'MessageRejected' },
    });
    await log.claim(message, noon, later);
    await log.record(message);
    expect(await log.claim(message, muchLater, muchLater)).toBe('done');
  });
});

describe.each(implementations)('lists of the message log %s', (_where, create) => {
  let log: MessageLog;
  const at = (second: number): string => `2026-03-01T12:00:0${second}.000Z`;

  beforeAll(async () => {
    log = await create();
    for (const second of [2, 0, 4, 1, 3]) {
      await log.record(sent({ eventId: `event-${second}`, outcome: { status: 'SENT', sentAt: at(second) } }));
    }
    await log.record(sent({ eventId: 'of-bob', customerId: 'bob' }));
    await log.record(
      sent({ eventId: 'refused', outcome: { status: 'REFUSED', refusedAt: at(9), code: 'MessageRejected' } }),
    );
    await log.claim({ eventId: 'under-way', channel: 'email' }, noon, later);
  });

  it('hold what was sent to one customer, newest first, without claims and refusals', async () => {
    const page = await log.list('alice', { limit: 10 });
    expect(page.items.map((message) => message.sentAt)).toEqual([4, 3, 2, 1, 0].map(at));
    expect(page.next).toBeUndefined();
  });

  it('show what is for the customer to see, and no more', async () => {
    const [message] = (await log.list('bob', { limit: 1 })).items;
    expect(message).toEqual({
      eventType: 'OrderPaid',
      orderId: '0195a5a5-0000-7000-8000-000000000001',
      channel: 'email',
      sentAt: noon,
      subject: 'Thank you for your payment',
    });
  });

  it('come in pages that neither repeat nor leave out a message', async () => {
    const first = await log.list('alice', { limit: 2 });
    const second = await log.list('alice', { limit: 2, after: first.next ?? '' });
    const third = await log.list('alice', { limit: 2, after: second.next ?? '' });
    const shown = [first, second, third].map((page) => page.items.map((message) => message.sentAt));
    expect(shown).toEqual([[at(4), at(3)], [at(2), at(1)], [at(0)]]);
    expect(third.next).toBeUndefined();
  });

  it('are empty for a customer to whom nothing was sent', async () => {
    expect(await log.list('carol', { limit: 10 })).toEqual({ items: [] });
  });

  it('show a message once that was recorded twice at the same instant, and each channel by itself', async () => {
    const message = sent({ eventId: 'twice', customerId: 'dave' });
    await log.record(message);
    await log.record(message);
    await log.record({ ...message, channel: 'sms' });
    const { items } = await log.list('dave', { limit: 10 });
    expect(items.map(({ channel }) => channel).toSorted()).toEqual(['email', 'sms']);
  });
});
