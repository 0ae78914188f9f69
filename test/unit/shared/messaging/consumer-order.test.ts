import { describe, expect, it } from '@jest/globals';
import { consumer } from '../../../../shared/messaging/consumer.ts';
import { orderIdOf, orderPaid } from '../../../support/bus-messages.ts';

const received = (body: string) => ({ body, receive: { count: 1, max: 3 } });

describe('the results of a batch', () => {
  it('are in the order of its messages, wherever one that cannot be read stands', async () => {
    const ignore = async () => undefined;
    const consume = consumer('fulfilment-inbox', {
      OrderPaid: async ({ orderId }) => {
        if (orderId === orderIdOf(3)) throw new Error('no');
      },
      OrderPreparing: ignore,
      OrderCancelled: ignore,
    });
    const paid = (n: number) => received(JSON.stringify(orderPaid(n)));
    const results = await consume([paid(1), received('{'), paid(3), paid(4), received('?')]);
    expect(results.map(({ outcome }) => outcome)).toEqual([
      'acknowledge',
      'dead-letter',
      'retry',
      'acknowledge',
      'dead-letter',
    ]);
  });
});
