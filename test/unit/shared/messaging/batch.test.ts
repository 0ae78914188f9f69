import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../../../shared/errors.ts';
import type { Delivery, DeliveryResult } from '../../../../shared/kernel/delivery.ts';
import {
  batchProcessor,
  oneByOne,
  singleDispatcher,
  type BatchReactions,
} from '../../../../shared/messaging/batch.ts';

const ORDER = '0195f0a0-0000-7000-8000-000000000001';
const order = (n: number) => ORDER.slice(0, -1) + String(n);

const bodyOf = (type: string, data: unknown, id = `${type}:1`): string =>
  JSON.stringify({
    'detail-type': type,
    detail: {
      id,
      type,
      version: 1,
      time: '2026-03-01T09:00:00.000Z',
      correlationId: 'c',
      causationId: 'm',
      data,
    },
  });
const cancelled = (n: number) =>
  bodyOf('OrderExpired', {
    orderId: order(n),
    customerId: 'alice',
    items: [{ productId: 'bun', name: 'Bun', quantity: 1, unitAmount: 100 }],
  });
const paid = (n: number) =>
  bodyOf('OrderPaid', {
    orderId: order(n),
    customerId: 'alice',
    items: [{ productId: 'bun', name: 'Bun', quantity: 1, unitAmount: 100 }],
    totalAmount: 100,
    currency: 'EUR',
    placedAt: '2026-03-01T09:00:00.000Z',
  });
const received = (body: string, count = 1) => ({ body, receive: { count, max: 3 } });

/** Reactions that note what they are given together. */
const reactions = (
  seen: string[][],
  answer: (orderId: string) => DeliveryResult = () => ({ outcome: 'done' }),
): BatchReactions<'fulfilment-inbox'> => {
  const react = async (deliveries: readonly Delivery<{ readonly orderId: string }>[]) => {
    seen.push(deliveries.map(({ data, message }) => `${message.type} ${data.orderId.at(-1)}`));
    return deliveries.map(({ data }) => answer(data.orderId));
  };
  return { OrderPaid: react, OrderPreparing: react, OrderCancelled: react };
};

const preparing = (n: number) => bodyOf('OrderPreparing', { orderId: order(n), customerId: 'alice' });

describe('a batch', () => {
  it('gives the messages of one type to its reaction together, in their order', async () => {
    const seen: string[][] = [];
    const process = batchProcessor('fulfilment-inbox', reactions(seen));
    const results = await process([preparing(1), paid(2), preparing(3)].map((body) => received(body)));
    expect(seen).toEqual([['OrderPreparing 1', 'OrderPreparing 3'], ['OrderPaid 2']]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['acknowledge', 'acknowledge', 'acknowledge']);
  });

  it('keeps the others going when one cannot be read or is not subscribed to', async () => {
    const seen: string[][] = [];
    const process = batchProcessor('fulfilment-inbox', reactions(seen));
    const bodies = ['{', bodyOf('OrderPreparing', {}), cancelled(1), preparing(2)];
    const results = await process(bodies.map((body) => received(body)));
    expect(seen).toEqual([['OrderPreparing 2']]);
    expect(results.map((one) => (one.outcome === 'dead-letter' ? one.error.code : one.outcome))).toEqual([
      'message.malformed-json',
      'message.invalid',
      'message.unknown-type',
      'acknowledge',
    ]);
  });

  it('has what failed delivered again until the last receive, and nothing else', async () => {
    const process = batchProcessor(
      'fulfilment-inbox',
      reactions([], (orderId) =>
        orderId === order(1) ? { outcome: 'done' } : { outcome: 'failed', error: new Error('no') },
      ),
    );
    const results = await process([
      received(preparing(1)),
      received(preparing(2)),
      received(preparing(3), 3),
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['acknowledge', 'retry', 'dead-letter']);
  });

  it('has all messages of a type delivered again when their reaction throws or leaves one out', async () => {
    const broken: BatchReactions<'fulfilment-inbox'> = {
      OrderPaid: async () => [],
      OrderPreparing: async () => {
        throw new AppError('unavailable', 'x', 'x');
      },
      OrderCancelled: async () => [],
    };
    const results = await batchProcessor(
      'fulfilment-inbox',
      broken,
    )([paid(1), preparing(2)].map((b) => received(b)));
    expect(results.map((one) => (one.outcome === 'retry' ? one.error.code : one.outcome))).toEqual([
      'message.unanswered',
      'x',
    ]);
  });
});

describe('a reaction to one message', () => {
  it('takes several, of which each fails by itself', async () => {
    const react = oneByOne<number>(async (n) => {
      if (n === 2) throw new Error('two');
    });
    const context = { correlationId: 'c', causationId: 'm', sentAt: '' };
    const message = { id: 'i', type: 'T', data: 0 };
    const results = await react([1, 2].map((data) => ({ data, context, message })));
    expect(results).toEqual([{ outcome: 'done' }, { outcome: 'failed', error: new Error('two') }]);
  });
});

describe('a single message', () => {
  it('is a batch of its own, and fails as its reaction says', async () => {
    const seen: string[][] = [];
    const dispatch = singleDispatcher(
      'fulfilment-inbox',
      reactions(seen, (orderId) =>
        orderId === order(1) ? { outcome: 'done' } : { outcome: 'failed', error: new Error('no') },
      ),
    );
    expect((await dispatch(JSON.parse(preparing(1)))).type).toBe('OrderPreparing');
    await expect(dispatch(JSON.parse(preparing(2)))).rejects.toThrow('no');
    expect(seen).toEqual([['OrderPreparing 1'], ['OrderPreparing 2']]);
  });
});
