import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { AppError } from '../../../../shared/errors.ts';
import type { Delivery, DeliveryResult } from '../../../../shared/kernel/messages.ts';
import {
  consumer,
  ownMessage,
  type Reaction,
  type Reactions,
} from '../../../../shared/messaging/consumer.ts';
import {
  busMessage,
  integrationEvent,
  orderExpired,
  orderIdOf,
  orderPaid,
} from '../../../support/bus-messages.ts';
import { deliverTo } from '../../../support/deliver.ts';

type Inbox = 'fulfilment-inbox';

const ORDER_ID = orderIdOf(1);
const data = (n: number) => ({ orderId: orderIdOf(n), customerId: 'alice' });
const preparing = integrationEvent('OrderPreparing', ORDER_ID, data(1), {
  correlationId: 'c-1',
  causationId: 'x',
});
const preparingOf = (n: number) => busMessage('OrderPreparing', data(n));

const received = (body: unknown, count = 1) => ({
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receive: { count, max: 3 },
});
const failedWith = (error: unknown): DeliveryResult => ({ outcome: 'failed', error });

describe('a message', () => {
  const setUp = () => {
    const seen: unknown[] = [];
    const note = async (...args: readonly unknown[]) => {
      seen.push(args);
    };
    const consume = consumer<Inbox>(
      'fulfilment-inbox',
      { OrderPaid: note, OrderPreparing: note, OrderCancelled: note, OrderAnonymised: note },
      { Ping: ownMessage(z.object({ n: z.number() }), note) },
    );
    const take = async (body: unknown) => {
      const [disposition, ...more] = await consume([received(body)]);
      expect(more).toEqual([]);
      return disposition!;
    };
    return { seen, take };
  };

  it('finds the reaction of its event, in or out of its EventBridge event, and hands over its trace', async () => {
    const { seen, take } = setUp();
    expect(await take({ 'detail-type': 'OrderPreparing', detail: preparing })).toEqual({
      outcome: 'acknowledge',
      message: preparing,
    });
    await take(preparing);
    const expected = [
      { orderId: ORDER_ID, customerId: 'alice' },
      { correlationId: 'c-1', causationId: preparing.id, sentAt: '2026-03-01T09:00:00.000Z' },
    ];
    expect(seen).toEqual([expected, expected]);
  });

  it('may have unknown fields, because events may gain some', async () => {
    const { seen, take } = setUp();
    await take({ ...preparing, data: { ...(preparing.data as object), colour: 'blue' }, extra: 1 });
    expect(seen).toEqual([[{ orderId: ORDER_ID, customerId: 'alice' }, expect.anything()]]);
  });

  it('may be one that the service sends to itself', async () => {
    const { seen, take } = setUp();
    await take({ ...preparing, type: 'Ping', data: { n: 7 } });
    expect(seen).toEqual([[{ n: 7 }, expect.anything()]]);
  });

  it.each([
    ['that is not JSON', '{', 'message.malformed-json'],
    ['without an envelope', { hello: 1 }, 'message.invalid'],
    ['that is no object', '7', 'message.invalid'],
    ['whose data do not match the schema', { ...preparing, data: { orderId: 'x' } }, 'message.invalid'],
    ['of its own with other data', { ...preparing, type: 'Ping', data: { n: 'x' } }, 'message.invalid'],
  ])('%s is given up at its first receive, without effect', async (_, body, code) => {
    const { seen, take } = setUp();
    expect(await take(body)).toMatchObject({ outcome: 'dead-letter', error: { code } });
    expect(seen).toEqual([]);
  });
});

describe('reactions to single messages', () => {
  it('run once for each message, concurrently, and fail independently', async () => {
    const seen: string[] = [];
    let release = (): void => undefined;
    const allStarted = new Promise<void>((resolve) => {
      release = resolve;
    });
    const react: Reaction<{ readonly orderId: string }> = async ({ orderId }) => {
      seen.push(orderId);
      if (seen.length === 3) release();
      await allStarted;
      if (orderId === orderIdOf(2)) throw new Error('two');
    };
    const consume = consumer<Inbox>('fulfilment-inbox', {
      OrderPaid: react,
      OrderPreparing: react,
      OrderCancelled: react,
      OrderAnonymised: react,
    });
    const results = await consume(
      [preparingOf(1), preparingOf(2), orderPaid(3)].map((body) => received(body)),
    );
    expect(seen).toEqual([orderIdOf(1), orderIdOf(2), orderIdOf(3)]);
    expect(results).toMatchObject([
      { outcome: 'acknowledge', message: { type: 'OrderPreparing' } },
      { outcome: 'retry', error: { message: 'two' } },
      { outcome: 'acknowledge', message: { type: 'OrderPaid' } },
    ]);
  });
});

describe('a batch', () => {
  /** Batch reactions that add the messages of each call to `seen`. */
  const together = (
    seen: string[][],
    answer: (orderId: string) => DeliveryResult = () => ({ outcome: 'done' }),
  ): Reactions<Inbox> => {
    const react = async (deliveries: readonly Delivery<{ readonly orderId: string }>[]) => {
      seen.push(deliveries.map(({ data: { orderId }, message }) => `${message.type} ${orderId.at(-1)}`));
      return deliveries.map(({ data: { orderId } }) => answer(orderId));
    };
    return {
      OrderPaid: { together: react },
      OrderPreparing: { together: react },
      OrderCancelled: { together: react },
      OrderAnonymised: { together: react },
    };
  };

  it('gives the messages of one type to its reaction together, in their order', async () => {
    const seen: string[][] = [];
    const consume = consumer('fulfilment-inbox', together(seen));
    const results = await consume(
      [preparingOf(1), orderPaid(2), preparingOf(3)].map((body) => received(body)),
    );
    expect(seen).toEqual([['OrderPreparing 1', 'OrderPreparing 3'], ['OrderPaid 2']]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['acknowledge', 'acknowledge', 'acknowledge']);
  });

  it('hands over the data, the trace and the whole message of each', async () => {
    const seen: Delivery<unknown>[] = [];
    const note = async (deliveries: readonly Delivery<unknown>[]) => {
      seen.push(...deliveries);
      return deliveries.map((): DeliveryResult => ({ outcome: 'done' }));
    };
    const all = { together: note };
    const reactions = { OrderPaid: all, OrderPreparing: all, OrderCancelled: all, OrderAnonymised: all };
    await deliverTo('fulfilment-inbox', reactions)(preparing);
    const context = { correlationId: 'c-1', causationId: preparing.id, sentAt: preparing.time };
    expect(seen).toEqual([{ data: data(1), context, message: preparing }]);
  });

  it('may have single reactions and batch reactions, and own messages, at once', async () => {
    const seen: string[][] = [];
    const alone: string[] = [];
    const consume = consumer<Inbox>(
      'fulfilment-inbox',
      { ...together(seen), OrderPaid: async ({ orderId }) => alone.push(orderId) },
      { Ping: ownMessage(z.object({ n: z.number() }), async ({ n }) => alone.push(String(n))) },
    );
    const ping = busMessage('Ping', { n: 7 });
    const bodies = [preparingOf(1), orderPaid(2), ping, preparingOf(3), orderPaid(4)];
    const results = await consume(bodies.map((body) => received(body)));
    expect(seen).toEqual([['OrderPreparing 1', 'OrderPreparing 3']]);
    expect(alone.toSorted()).toEqual([orderIdOf(2), orderIdOf(4), '7'].toSorted());
    expect(results.map(({ outcome }) => outcome)).toEqual(bodies.map(() => 'acknowledge'));
  });

  it('processes the others when one cannot be read or is not subscribed to', async () => {
    const seen: string[][] = [];
    const consume = consumer('fulfilment-inbox', together(seen));
    const bodies = ['{', busMessage('OrderPreparing', {}), orderExpired(1), preparingOf(2)];
    const results = await consume(bodies.map((body) => received(body)));
    expect(seen).toEqual([['OrderPreparing 2']]);
    expect(results).toMatchObject([
      { outcome: 'dead-letter', error: { code: 'message.malformed-json' } },
      { outcome: 'dead-letter', error: { code: 'message.invalid' } },
      { outcome: 'retry', error: { code: 'message.unknown-type' } },
      { outcome: 'acknowledge' },
    ]);
  });

  it('has only the failed messages delivered again, until the last receive', async () => {
    const consume = consumer(
      'fulfilment-inbox',
      together([], (orderId) =>
        orderId === orderIdOf(1) ? { outcome: 'done' } : failedWith(new Error('no')),
      ),
    );
    const results = await consume([
      received(preparingOf(1)),
      received(preparingOf(2)),
      received(preparingOf(3), 3),
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['acknowledge', 'retry', 'dead-letter']);
  });

  it('has all messages of a type delivered again when their reaction throws or leaves one out', async () => {
    const leaveOut = { together: async () => [] };
    const broken: Reactions<Inbox> = {
      OrderPaid: leaveOut,
      OrderPreparing: {
        together: async () => {
          throw new AppError('unavailable', 'x', 'x');
        },
      },
      OrderCancelled: leaveOut,
      OrderAnonymised: leaveOut,
    };
    const bodies = [orderPaid(1), preparingOf(2), preparingOf(3)];
    const results = await consumer('fulfilment-inbox', broken)(bodies.map((body) => received(body)));
    expect(results.map((one) => (one.outcome === 'retry' ? one.error.code : one.outcome))).toEqual([
      'message.unanswered',
      'x',
      'x',
    ]);
  });

  it('of one message fails as its reaction says', async () => {
    const seen: string[][] = [];
    const deliver = deliverTo(
      'fulfilment-inbox',
      together(seen, (orderId) =>
        orderId === orderIdOf(1) ? { outcome: 'done' } : failedWith(new Error('no')),
      ),
    );
    expect((await deliver(preparingOf(1))).type).toBe('OrderPreparing');
    await expect(deliver(preparingOf(2))).rejects.toThrow('no');
    expect(seen).toEqual([['OrderPreparing 1'], ['OrderPreparing 2']]);
  });

  it('without messages calls no reaction', async () => {
    const seen: string[][] = [];
    expect(await consumer('fulfilment-inbox', together(seen))([])).toEqual([]);
    expect(seen).toEqual([]);
  });
});
