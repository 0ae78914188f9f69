import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { consumer, ownMessage } from '../../../../shared/messaging/consumer.ts';
import { busMessage, orderIdOf } from '../../../support/bus-messages.ts';

const data = { orderId: orderIdOf(1), customerId: 'alice' };

/** Delivers a message at `now` to an inbox that accepts messages of the last 118 days. */
const deliveredAt = async (now: string, body: unknown) => {
  let ran = 0;
  const react = async () => {
    ran += 1;
  };
  const consume = consumer(
    'fulfilment-inbox',
    {
      OrderPaid: react,
      OrderPreparing: react,
      OrderAnonymised: async () => undefined,
      OrderCancelled: react,
    },
    { Ping: ownMessage(z.object({ n: z.number() }), react) },
    { now: () => now, maxDays: 118 },
  );
  const [disposition] = await consume([{ body: JSON.stringify(body), receive: { count: 1, max: 5 } }]);
  return { ran, disposition };
};

const time = '2026-01-01T00:00:00.000Z';

describe.each([
  ['an event', busMessage('OrderPreparing', data, { time })],
  ['a message of its own', busMessage('Ping', { n: 1 }, { time })],
])('%s', (_, body) => {
  it('is processed on the last day that a copy of it may exist', async () => {
    const { ran, disposition } = await deliveredAt('2026-04-29T00:00:00.000Z', body);
    expect(disposition?.outcome).toBe('acknowledge');
    expect(ran).toBe(1);
  });

  it('that is older is a dead letter at once, and its cause says what to do', async () => {
    const { ran, disposition } = await deliveredAt('2026-04-29T00:00:00.001Z', body);
    expect(ran).toBe(0);
    expect(disposition).toMatchObject({
      outcome: 'dead-letter',
      error: {
        code: 'message.too-old',
        message: expect.stringMatching(/more than 118 days ago.*Do not redrive/),
      },
    });
  });
});
