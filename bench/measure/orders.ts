import { addSeconds } from '../../shared/kernel/clock.ts';
import { uuidV7 } from '../../shared/kernel/ids.ts';
import { between, bytesOf, type Random } from '../random.ts';
import type { Order } from '../baselines/stock-step.ts';

export const SALE_BEGINS = '2026-11-27T09:00:00.000Z';

export const PRODUCT = 'limited-sneaker-42';

/**
 * Returns orders for 1 to `most` units of the product, one every millisecond. The ids are UUIDs as in production,
 * because the ids determine how well an intent (a batch's list of orders) can be compressed.
 */
export const ordersOf = (random: Random, count: number, most: number): readonly Order[] =>
  Array.from({ length: count }, (_, n): Order => {
    const requestedAt = addSeconds(SALE_BEGINS, n / 1000);
    const id = () => uuidV7(Date.parse(requestedAt), bytesOf(random, 10));
    const orderId = id();
    const message = { id: `OrderCreated:${orderId}:1`, type: 'OrderCreated', data: {} };
    return {
      orderId,
      items: [{ productId: PRODUCT, quantity: between(random, 1, most) }],
      attempt: 1,
      requestedAt,
      trace: { correlationId: id(), causationId: message.id },
      message,
    };
  });

/** Splits items into batches of a size. The last batch can be smaller. */
export const batchesOf = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
