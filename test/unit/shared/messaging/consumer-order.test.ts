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

describe('the messages of a batch', () => {
  /**
   * Delivers a batch with one OrderPaid for each of these orders. `seen` lists the begin and the end of each reaction,
   * in the order in which they happened. In an entry such as `0 begins`, the number is the place of the event in the
   * batch, counted from 0.
   */
  const seenFor = async (orders: readonly number[], fail?: number) => {
    const seen: string[] = [];
    const ignore = async () => undefined;
    const consume = consumer('fulfilment-inbox', {
      OrderPaid: async (_, { causationId }) => {
        seen.push(`${causationId} begins`);
        await Promise.resolve();
        seen.push(`${causationId} ends`);
        if (causationId === String(fail)) throw new Error('no');
      },
      OrderPreparing: ignore,
      OrderCancelled: ignore,
      OrderAnonymised: ignore,
    });
    const bodies = orders.map((order, at) => {
      const { detail, ...rest } = orderPaid(order);
      return received(JSON.stringify({ ...rest, detail: { ...detail, id: String(at) } }));
    });
    const results = await consume(bodies);
    return { seen, outcomes: results.map(({ outcome }) => outcome) };
  };

  it('about one order are processed one after another, because they would race for its item', async () => {
    const { seen } = await seenFor([1, 1, 1]);
    expect(seen).toEqual(['0', '1', '2'].flatMap((n) => [`${n} begins`, `${n} ends`]));
  });

  it('about one order are each processed, even if an earlier one fails', async () => {
    expect((await seenFor([1, 1, 1], 1)).outcomes).toEqual(['acknowledge', 'retry', 'acknowledge']);
  });

  it('about different orders are processed at the same time', async () => {
    const { seen } = await seenFor([1, 2, 1]);
    expect(seen.slice(0, 2)).toEqual(['0 begins', '1 begins']);
  });
});
