import type { components } from '../../../client/index.ts';
import { ownApi, resultOf } from '../../common/calls.ts';
import { stored } from '../../common/stored.ts';
import { readAttempts, sendOnce } from '../parts/once.ts';
import type { Product } from './products.ts';

type Adjustment = components['schemas']['AdjustStockRequest'];

const isAdjustment = (body: unknown): body is Adjustment => {
  const { change, reason } = (body ?? {}) as { readonly change?: unknown; readonly reason?: unknown };
  return typeof change === 'number' && typeof reason === 'string';
};

/** Changes of stock that were sent but have no response yet, by product id. */
export const stockAttempts = stored('orderly.operations.stock', readAttempts(isAdjustment));

/** Changes the stock of a product. A repeated request takes effect only once: see `sendOnce`. */
export const adjustStock = sendOnce<Adjustment, Product>({
  send: (productId, { key, body }) =>
    resultOf(
      ownApi.POST('/products/{productId}/stock', {
        params: { path: { productId }, header: { 'Idempotency-Key': key } },
        body,
      }),
    ),
  attempts: stockAttempts,
  newKey: () => crypto.randomUUID(),
  now: () => new Date().toISOString(),
});
