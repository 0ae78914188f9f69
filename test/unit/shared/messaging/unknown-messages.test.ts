import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { consumer, ownMessage } from '../../../../shared/messaging/consumer.ts';
import { busMessage, orderIdOf } from '../../../support/bus-messages.ts';

const cancelled = {
  orderId: orderIdOf(1),
  customerId: 'alice',
  items: [{ productId: 'bun', name: 'Bun', quantity: 1, unitAmount: 100 }],
  previousStatus: 'PAID',
  by: 'customer',
  cause: 'cancelled-by-customer',
};
const preparing = { orderId: orderIdOf(1), customerId: 'alice' };

/** The outcomes of a message at its first, last but one, and last receive, and how often its reaction ran. */
const outcomesOf = async (body: unknown) => {
  let ran = 0;
  const react = async () => {
    ran += 1;
  };
  const consume = consumer(
    'fulfilment-inbox',
    { OrderPaid: react, OrderPreparing: react, OrderCancelled: react, OrderAnonymised: react },
    {
      Ping: ownMessage(z.object({ n: z.number() }), react),
      Pong: ownMessage(z.object({ all: z.literal(true) }), react),
    },
  );
  const receives = [1, 4, 5].map((count) => ({ body: JSON.stringify(body), receive: { count, max: 5 } }));
  const dispositions = await consume(receives);
  return {
    ran,
    outcomes: dispositions.map(({ outcome }) => outcome),
    causes: dispositions.map((one) => (one.outcome === 'acknowledge' ? '' : one.error.message)),
    codes: new Set(dispositions.map((one) => (one.outcome === 'acknowledge' ? '' : one.error.code))),
  };
};

describe('a message that only newer code knows', () => {
  it.each([
    ['of an unknown type', busMessage('OrderArchived', {}), 'message.unknown-type', 'OrderArchived'],
    ['of another inbox', busMessage('OrderExpired', {}), 'message.unknown-type', 'OrderExpired'],
    ['named after an object member', busMessage('constructor', {}), 'message.unknown-type', 'constructor'],
    [
      'of a newer version',
      busMessage('OrderPreparing', preparing, { version: 2 }),
      'message.unknown-version',
      'version 2 of OrderPreparing',
    ],
    [
      'of a newer version, with data that this version does not allow',
      busMessage('OrderPreparing', { order: 1 }, { version: 2 }),
      'message.unknown-version',
      'version 2 of OrderPreparing',
    ],
    [
      'of its own in a newer version',
      busMessage('Ping', { n: 1 }, { version: 3 }),
      'message.unknown-version',
      'version 3 of Ping',
    ],
    [
      'with an unknown value of an enumeration',
      busMessage('OrderCancelled', { ...cancelled, cause: 'shop-closed' }),
      'message.unknown-value',
      'cause',
    ],
    [
      'with two unknown values',
      busMessage('OrderCancelled', { ...cancelled, cause: 'shop-closed', by: 'robot' }),
      'message.unknown-value',
      'by',
    ],
  ])('%s is retried until the last receive, without effect', async (_, body, code, what) => {
    const { ran, outcomes, codes, causes } = await outcomesOf(body);
    expect(outcomes).toEqual(['retry', 'retry', 'dead-letter']);
    expect(codes).toEqual(new Set([code]));
    expect(ran).toBe(0);
    expect(causes[2]).toContain(what);
    expect(causes[2]).toMatch(
      code === 'message.unknown-type'
        ? /Redrive it once newer code is deployed\. Delete it only if no code needs this type, .*$/
        : /Redrive it once newer code is deployed\. Do not delete it: older code needs this event, too$/,
    );
  });

  it.each([
    ['without the value', { ...cancelled, cause: undefined }],
    ['with a number as the value', { ...cancelled, cause: 7 }],
    ['with an unknown value and another mistake', { ...cancelled, cause: 'shop-closed', orderId: '1' }],
  ])('is not one %s: that is invalid, and given up at once', async (_, data) => {
    const { outcomes, codes } = await outcomesOf(busMessage('OrderCancelled', data));
    expect(outcomes).toEqual(['dead-letter', 'dead-letter', 'dead-letter']);
    expect(codes).toEqual(new Set(['message.invalid']));
  });

  it('is not one with a text where only `true` is allowed', async () => {
    const { outcomes, codes } = await outcomesOf(busMessage('Pong', { all: 'some' }));
    expect(outcomes).toEqual(['dead-letter', 'dead-letter', 'dead-letter']);
    expect(codes).toEqual(new Set(['message.invalid']));
  });

  it('is not one of the version that this code knows', async () => {
    const { ran, outcomes } = await outcomesOf(busMessage('OrderPreparing', preparing, { version: 1 }));
    expect(outcomes).toEqual(['acknowledge', 'acknowledge', 'acknowledge']);
    expect(ran).toBe(3);
  });
});
