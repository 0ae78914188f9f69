import { describe, expect, it } from '@jest/globals';
import { consumer } from '../../../../shared/messaging/consumer.ts';
import { orderIdOf, orderPaid } from '../../../support/bus-messages.ts';

const received = (body: string) => ({ body, receive: { count: 1, max: 3 } });

describe('the results of a batch', () => {
  it('are in the order of the messages, even if some cannot be read', async () => {
    const ignore = async () => undefined;
    const consume = consumer('fulfilment-inbox', {
      OrderPaid: async ({ orderId }) => {
        if (orderId === orderIdOf(3)) throw new Error('no');
      },
      OrderPreparing: ignore,
      OrderCancelled: ignore,
      OrderAnonymised: ignore,
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

  it('are reported one by one, so a slow reaction does not delay the others', async () => {
    const ignore = async () => undefined;
    let finish = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const consume = consumer('fulfilment-inbox', {
      OrderPaid: async ({ orderId }) => (orderId === orderIdOf(1) ? slow : undefined),
      OrderPreparing: ignore,
      OrderCancelled: ignore,
      OrderAnonymised: ignore,
    });
    const told: (readonly [number, string])[] = [];
    const othersAreDecided = new Promise<void>((resolve) => {
      void consume(
        [received(JSON.stringify(orderPaid(1))), received('{'), received(JSON.stringify(orderPaid(2)))],
        (at, { outcome }) => {
          told.push([at, outcome]);
          if (told.length === 2) resolve();
        },
      ).then(() => told.push([-1, 'all']));
    });
    await othersAreDecided;
    expect(told).toEqual([
      [1, 'dead-letter'],
      [2, 'acknowledge'],
    ]);
    finish();
  });
});
