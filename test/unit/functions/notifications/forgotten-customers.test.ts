import { describe, expect, it } from '@jest/globals';
import { reactions } from '../../../../functions/notifications/reactions.ts';
import { deliverTo } from '../../../support/deliver.ts';
import { memoryContactStore, memoryMessageLog } from '../../../support/memory/notifications-stores.ts';

const at = '2026-03-01T09:00:00.000Z';
const orderId = '0195a5a5-0000-7000-8000-000000000001';

const notifications = () => {
  const contacts = memoryContactStore();
  const log = memoryMessageLog();
  const notify = () => Promise.reject(new Error('nobody is notified of an erasure'));
  const inbox = deliverTo('notifications-inbox', reactions({ notify, contacts, log, now: () => at }));
  const hear = (type: string, data: object) =>
    inbox({ id: `${type}:1`, type, version: 1, time: at, correlationId: 'c', causationId: 'c', data });
  const claim = {
    orderId,
    customerId: 'alice',
    eventId: `OrderCreated:${orderId}:1`,
    channels: ['email'],
    meaning: 'neither',
    now: at,
    until: '2026-03-01T09:00:20.000Z',
  } as const;
  return { contacts, log, hear, claim };
};
const anonymised = { orderId, customerId: 'erased-1', hasPayment: true, hasTicket: false };

describe('a forgotten customer', () => {
  it('has no contact details any more, at once', async () => {
    const { contacts, hear } = notifications();
    const after = { email: { address: 'a@example.com' }, channels: { email: true, sms: false } };
    await contacts.save('alice', { before: undefined, after, at });
    await contacts.save('bob', { before: undefined, after, at });
    await hear('CustomerErasureRequested', {
      erasureId: 'a'.repeat(64),
      customerId: 'alice',
      requestedAt: '2026-03-01T10:00:00.000Z',
    });
    expect(await contacts.load('alice')).toBeUndefined();
    expect(await contacts.load('bob')).toEqual(after);
  });

  it('is in no list of messages any more', async () => {
    const { log, hear, claim } = notifications();
    await log.claim(claim);
    await hear('OrderAnonymised', anonymised);
    expect(await log.sortKeysOfCustomer('alice', { limit: 10 })).toEqual({ items: [] });
    expect(log.ownerOf(orderId)).toBeUndefined();
  });

  it('gets no message by an older event that arrives after an event with the pseudonym', async () => {
    const { log, hear, claim } = notifications();
    const lines = [{ productId: 'bun', name: 'Bun', quantity: 1, unitAmount: 100 }];
    await hear('OrderExpired', { orderId, customerId: 'erased-1', items: lines });
    const older = await log.claim({ ...claim, eventId: `PaymentLinkCreated:${orderId}`, meaning: 'asks' });
    expect(older).toMatchObject({ outcome: 'refused', log: { orderId, forgottenAt: at } });
  });

  it.each([
    ['has no log yet', false],
    ['has a log', true],
  ])('is not named again by a worker that read the contact before, if the order %s', async (_, hasLog) => {
    const { log, hear, claim } = notifications();
    if (hasLog) await log.claim(claim);
    await hear('OrderAnonymised', anonymised);
    const answer = await log.claim({ ...claim, eventId: `OrderCompleted:${orderId}`, meaning: 'settles' });
    expect(answer).toMatchObject({ outcome: 'refused', log: { orderId, forgottenAt: at } });
    expect(log.ownerOf(orderId)).toBeUndefined();
  });
});
