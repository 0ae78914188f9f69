import * as z from 'zod/mini';
import { ProductId } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { idFromKey } from '../../../shared/http/idempotency.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { AdjustStock } from './adjust-stock.ts';

const Path = z.strictObject({ productId: ProductId });

/** The most units that one adjustment moves: a slip of the finger is noticed. */
const MAX_CHANGE = 1_000_000;

/** Units to add, or to take away, and why. */
export const AdjustStockRequest = z.strictObject({
  change: z.int().check(
    z.minimum(-MAX_CHANGE),
    z.maximum(MAX_CHANGE),
    z.refine((change) => change !== 0, 'must not be 0'),
  ),
  reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
});

/**
 * `POST /products/{productId}/stock`: 200 `Product`. A key belongs to the product and not to the caller: whoever repeats
 * the request, the units are counted once.
 */
export const createHandler = (adjustStock: AdjustStock) =>
  httpHandler(
    { auth: 'admin', path: Path, body: AdjustStockRequest, idempotencyKey: 'required' },
    async ({ caller, path: { productId }, body, idempotencyKey = '' }) =>
      ok(
        await adjustStock({
          adjustmentId: idFromKey(['stock-adjustment', productId], idempotencyKey),
          productId,
          ...body,
          by: caller.id,
        }),
      ),
  );
