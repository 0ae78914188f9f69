import * as z from 'zod/mini';
import { Amount, ProductId } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { created, ok } from '../../../shared/http/responses.ts';
import type { PutProduct } from './put-product.ts';

const Path = z.strictObject({ productId: ProductId });

/**
 * The currencies of ISO 4217 that are or were lately money somewhere, as the runtime's Unicode data has them (ECMA-402,
 * `supportedValuesOf`). Events take any three letters: what was once priced must remain readable when a currency goes.
 */
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** A currency to price in: with one that does not exist, no provider would open a payment. */
const ExistingCurrency = z
  .string()
  .check(
    z.refine(
      (code) => currencies.has(code),
      'must be the ISO 4217 code of an existing currency, such as EUR',
    ),
  );

/** A product as an admin describes it; the whole of it, every time. */
export const PutProductRequest = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  description: z.optional(z.string().check(z.maxLength(2000))),
  // Pages put it into an <img>: no other scheme may get there.
  imageUrl: z.optional(
    z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).check(z.maxLength(2048)),
  ),
  unitAmount: Amount.check(z.minimum(1)),
  currency: ExistingCurrency,
  active: z.boolean(),
});

/** `PUT /products/{productId}`: 201 `Product` when it is new, else 200. */
export const createHandler = (putProduct: PutProduct) =>
  httpHandler({ auth: 'admin', path: Path, body: PutProductRequest }, async ({ path, body, cause }) => {
    const { added, product } = await putProduct(path.productId, body, cause);
    return added ? created(product) : ok(product);
  });
