import * as z from 'zod/mini';
import { Amount, CurrencyCode, ProductId } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { created, ok } from '../../../shared/http/responses.ts';
import type { PutProduct } from './put-product.ts';

const Path = z.strictObject({ productId: ProductId });

/** A product as an admin describes it; the whole of it, every time. */
export const PutProductRequest = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  description: z.optional(z.string().check(z.maxLength(2000))),
  // Pages put it into an <img>: no other scheme may get there.
  imageUrl: z.optional(
    z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).check(z.maxLength(2048)),
  ),
  unitAmount: Amount.check(z.minimum(1)),
  currency: CurrencyCode,
  active: z.boolean(),
});

/** `PUT /products/{productId}`: 201 `Product` when it is new, else 200. */
export const createHandler = (putProduct: PutProduct) =>
  httpHandler({ auth: 'admin', path: Path, body: PutProductRequest }, async ({ path, body, cause }) => {
    const { added, product } = await putProduct(path.productId, body, cause);
    return added ? created(product) : ok(product);
  });
