import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { documents } from '../support/aws.ts';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { messagesIn } from '../support/queues.ts';
import { cancel, newCustomer, newProduct, place, reachLink } from '../support/shop.ts';
import { tamperWith } from '../support/tampered.ts';
import { deployedStack } from '../support/stack.ts';

/** The local stage keeps orders for ten years. */
const TEN_YEARS_SECONDS = 3_650 * 86_400;

const expiryOf = async (service: string, pk: string): Promise<number | undefined> => {
  const { client, table } = documents(service);
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { pk }, ConsistentRead: true }));
  return Item?.['expiresAt'] as number | undefined;
};

describe('an order', () => {
  it('gets an expiry when it is over, and is gone for its customer once DynamoDB has deleted it', async () => {
    const customer = newCustomer();
    const items = [{ productId: await newProduct(2), quantity: 1 }];
    const { orderId } = await place(customer, items);
    await reachLink(orderId);
    expect(await expiryOf('orders', `order#${orderId}`)).toBeUndefined();
    expect(await expiryOf('payments', `payment#${orderId}`)).toBeUndefined();

    demand(await cancel(customer, 'customer', orderId), 200);
    const soonest = Date.now() / 1000 + TEN_YEARS_SECONDS - 600;
    const rows = [
      ['orders', `order#${orderId}`],
      ['payments', `payment#${orderId}`],
    ] as const;
    for (const [service, pk] of rows) {
      await eventually(
        async () => {
          const expiresAt = await expiryOf(service, pk);
          if (expiresAt === undefined) throw new Error('It has no expiry yet.');
          expect(expiresAt).toBeGreaterThan(soonest);
          expect(expiresAt).toBeLessThan(soonest + 1200);
        },
        { describe: `an expiry of ${pk}` },
      );
    }

    // A tick is a delayed message with which the watchdog looks at an order again. Orders are kept for longer than
    // ticks are delayed, so usually no tick finds its order deleted. The test deletes the order early, so it first
    // waits until no tick is left.
    await eventually(
      async () => {
        const ticks = await messagesIn(deployedStack().queues['ordersWatchdog']);
        if (ticks > 0) throw new Error(`${ticks} ticks are left.`);
      },
      { timeoutMs: 600_000, describe: 'the last tick' },
    );

    tamperWith(orderId);
    // Deletes the order and its payment, as DynamoDB does when the items have expired.
    for (const [service, pk] of rows) {
      const { client, table } = documents(service);
      await client.send(new DeleteCommand({ TableName: table, Key: { pk } }));
    }
    expect(await callAs(customer, 'customer', 'GET', `/orders/${orderId}`)).toMatchObject({
      status: 404,
      body: { code: 'order.not-found' },
    });
    expect((await callAs(customer, 'customer', 'GET', '/orders')).body).toEqual({ items: [] });
    // The relay skips the record of the deletion in the stream, and publishes the events of the next order.
    await reachLink((await place(customer, items)).orderId);
  });
});
