import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  attributeOf,
  keyOf,
  messageKeyOf,
  orderLogOf,
  storedOf,
} from '../../../../../functions/notifications/adapters/message-log-items.ts';
import type { Channel } from '../../../../../functions/notifications/domain/contact.ts';

const orderId = '0195a5a5-0000-7000-8000-000000000001';
const email = (eventId: string) => ({ eventId, channel: 'email' }) as const;

describe('the attribute of a message', () => {
  it.each([
    [`OrderPaid:${orderId}`, 'email:OrderPaid'],
    [`OrderCreated:${orderId}:2`, 'email:OrderCreated:2'],
    [`RefundCompleted:${orderId}:auto:${orderId}`, `email:RefundCompleted:auto:${orderId}`],
    ['OrderPaid:another', 'email=OrderPaid:another'],
    [`OrderPaid:${orderId}0`, `email=OrderPaid:${orderId}0`],
    ['OrderPaid', 'email=OrderPaid'],
  ])('of %s is %s', (eventId, attribute) => {
    expect(attributeOf(orderId, email(eventId))).toBe(attribute);
  });

  it('differs for any two messages of an order, whatever their ids', () => {
    // Event ids are joined from known words, separators and arbitrary text, because such ids are easy to confuse.
    const piece = fc.oneof(fc.constantFrom('OrderPaid', orderId, ':', '=', 'email', 'sms', '#'), fc.string());
    const eventIds = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
    const channels = fc.constantFrom<Channel>('email', 'sms');
    fc.assert(
      fc.property(eventIds, channels, (eventId, channel) => {
        const key = { eventId, channel };
        expect(messageKeyOf(orderId, attributeOf(orderId, key))).toEqual(key);
      }),
    );
  });

  it.each(['pk', 'customerId', 'sortKey', 'settledAt', 'expiresAt'])('is never called %s', (attribute) => {
    expect(messageKeyOf(orderId, attribute)).toBeUndefined();
  });
});

describe('the event of a message', () => {
  const sentAt = '2026-03-01T09:00:00.000Z';
  it.each([
    [`OrderPaid:${orderId}`, 'OrderPaid', { sentAt, subject: 'S' }],
    [`OrderPaid:${orderId}`, 'OrderRefunded', { sentAt, subject: 'S', eventType: 'OrderRefunded' }],
    ['42', 'OrderPaid', { sentAt, subject: 'S', eventType: 'OrderPaid' }],
  ])('%s of type %s is read as it was written', (eventId, eventType, stored) => {
    const outcome = { status: 'SENT', sentAt, eventType, subject: 'S' } as const;
    expect(storedOf(eventId, outcome)).toEqual(stored);
    const item = { pk: keyOf(orderId), [attributeOf(orderId, email(eventId))]: stored };
    expect(orderLogOf(item).messages).toEqual([{ ...email(eventId), state: outcome }]);
  });
});
