import * as z from 'zod';
import { Amount, CurrencyCode, ProductId } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { created, ok } from '../../../shared/http/responses.ts';
import type { PutProduct } from './put-product.ts';

const Path = z.strictObject({ productId: ProductId });

/** A product as an admin describes it; the whole of it, every time. */
export const PutProductRequest = z.strictObject({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(2000).optional(),
  // Pages put it into an <img>: no other scheme may get there.
  imageUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .max(2048)
    .optional(),
  unitAmount: Amount.min(1),
  currency: CurrencyCode,
  active: z.boolean(),
});

/** `PUT /products/{productId}`: 201 `Product` when it is new, else 200. */
export const createHandler = (putProduct: PutProduct) =>
  httpHandler({ auth: 'admin', path: Path, body: PutProductRequest }, async ({ path, body, cause }) => {
    const { added, product } = await putProduct(path.productId, body, cause);
    return added ? created(product) : ok(product);
  });
