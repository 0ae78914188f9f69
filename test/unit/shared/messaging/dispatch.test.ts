import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { AppError } from '../../../../shared/errors.ts';
import { envelope } from '../../../../shared/events/envelope.ts';
import { dispatcher, ownMessage } from '../../../../shared/messaging/dispatch.ts';
import { processMessage } from '../../../../shared/messaging/disposition.ts';

const ORDER_ID = '0195f0a0-0000-7000-8000-000000000001';
const preparing = envelope({
  type: 'OrderPreparing',
  subject: ORDER_ID,
  data: { orderId: ORDER_ID, customerId: 'alice' },
  at: '2026-03-01T09:00:00.000Z',
  cause: { correlationId: 'c-1', causationId: 'x' },
});

const setUp = (fail?: () => unknown) => {
  const seen: unknown[] = [];
  const note = async (...args: readonly unknown[]) => {
    if (fail !== undefined) throw fail();
    seen.push(args);
  };
  const dispatch = dispatcher(
    'fulfilment-inbox',
    { OrderPaid: note, OrderPreparing: note, OrderCancelled: note },
    { Ping: ownMessage(z.object({ n: z.number() }), note) },
  );
  const process = (body: unknown, count = 1) =>
    processMessage(dispatch, typeof body === 'string' ? body : JSON.stringify(body), { count, max: 3 });
  return { seen, process };
};

describe('the dispatch of a message', () => {
  it('finds the reaction of an event, in or out of its EventBridge wrapping, and hands over its cause', async () => {
    const { seen, process } = setUp();
    expect(await process({ 'detail-type': 'OrderPreparing', detail: preparing })).toMatchObject({
      outcome: 'acknowledge',
    });
    await process(preparing);
    const expected = [
      { orderId: ORDER_ID, customerId: 'alice' },
      { correlationId: 'c-1', causationId: preparing.id, sentAt: '2026-03-01T09:00:00.000Z' },
    ];
    expect(seen).toEqual([expected, expected]);
  });

  it('ignores fields it does not know, for events may gain some', async () => {
    const { seen, process } = setUp();
    await process({ ...preparing, data: { ...(preparing.data as object), colour: 'blue' }, extra: 1 });
    expect(seen).toEqual([[{ orderId: ORDER_ID, customerId: 'alice' }, expect.anything()]]);
  });

  it('takes messages of the service to itself', async () => {
    const { seen, process } = setUp();
    await process({ ...preparing, type: 'Ping', data: { n: 7 } });
    expect(seen).toEqual([[{ n: 7 }, expect.anything()]]);
  });

  it.each([
    ['that is not JSON', '{', 'message.malformed-json'],
    ['without an envelope', { hello: 1 }, 'message.invalid'],
    ['whose data do not match the schema', { ...preparing, data: { orderId: 'x' } }, 'message.invalid'],
    ['it is not subscribed to', { ...preparing, type: 'OrderExpired' }, 'message.unknown-type'],
    ['named after an object member', { ...preparing, type: 'constructor' }, 'message.unknown-type'],
  ])('gives up a message %s at its first receive, without effect', async (_, body, code) => {
    const { seen, process } = setUp();
    expect(await process(body)).toMatchObject({ outcome: 'dead-letter', error: { code } });
    expect(seen).toEqual([]);
  });
});

describe('what becomes of a message that failed', () => {
  const outcomes = async (fail: () => unknown) => {
    const { process } = setUp(fail);
    return [(await process(preparing, 1)).outcome, (await process(preparing, 3)).outcome];
  };

  it.each(['not-found', 'conflict', 'unavailable'] as const)(
    '%s: it is retried, and rests in the dead letters after the last receive',
    async (kind) => {
      expect(await outcomes(() => new AppError(kind, 'x.y', 'no'))).toEqual(['retry', 'dead-letter']);
    },
  );

  it('an unknown error is retried too, and says what it was', async () => {
    expect(await outcomes(() => new TypeError('oops'))).toEqual(['retry', 'dead-letter']);
    const { process } = setUp(() => new TypeError('oops'));
    expect(await process(preparing)).toMatchObject({
      error: { code: 'unexpected.TypeError', message: 'oops' },
    });
  });

  it.each(['invalid', 'unprocessable', 'forbidden', 'unauthenticated'] as const)(
    '%s: no repetition can mend it',
    async (kind) => {
      expect(await outcomes(() => new AppError(kind, 'x.y', 'no'))).toEqual(['dead-letter', 'dead-letter']);
    },
  );
});
