import * as z from 'zod/mini';
import { Amount, CurrencyCode, ProductId } from '../../shared/events/fields.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';
import { route } from '../../shared/http/route.ts';

const ProductPath = z.strictObject({ productId: ProductId });

/** A product as the API answers it. `available`: the units that can be ordered now. */
const Product = () =>
  z.strictObject({
    productId: ProductId,
    name: z.string(),
    description: z.optional(z.string()),
    imageUrl: z.optional(z.string()),
    unitAmount: Amount.check(z.minimum(1)),
    currency: CurrencyCode,
    active: z.boolean(),
    available: z.int().check(z.minimum(0)),
  });

/**
 * The currencies of ISO 4217 that are or recently were money, from the runtime's Unicode data (ECMA-402,
 * `supportedValuesOf`). Events accept any three letters, so that old prices stay readable when a currency ends.
 */
const currencies: ReadonlySet<string> = /* @__PURE__ */ new Set(Intl.supportedValuesOf('currency'));

/** A currency to price in. No provider opens a payment in a currency that does not exist. */
const ExistingCurrency = z
  .string()
  .check(
    z.refine(
      (code) => currencies.has(code),
      'must be the ISO 4217 code of an existing currency, such as EUR',
    ),
  );

/** A whole catalogue entry: an omitted field is removed. */
const PutProductRequest = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  description: z.optional(z.string().check(z.maxLength(2000))),
  // Pages show it in an <img>, so other schemes are refused.
  imageUrl: z.optional(
    z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).check(z.maxLength(2048)),
  ),
  unitAmount: Amount.check(z.minimum(1)),
  currency: ExistingCurrency,
  active: z.boolean(),
});

/** The largest change of one adjustment, so that a typing error is noticed. */
const MAX_CHANGE = 1_000_000;

/** Units to add, or to remove if negative. */
const AdjustStockRequest = z.strictObject({
  change: z.int().check(
    z.minimum(-MAX_CHANGE),
    z.maximum(MAX_CHANGE),
    z.refine((change) => change !== 0, 'must not be 0'),
  ),
  reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
});

/** Active products, by id. */
export const listProducts = /* @__PURE__ */ route({
  method: 'GET',
  path: '/products',
  auth: 'public',
  summary: 'List the products for sale',
  query: z.strictObject({ ...pageQuery }),
  answers: () => ({ 200: pageOf(Product()) }),
});

/** Inactive products too. */
export const getProduct = /* @__PURE__ */ route({
  method: 'GET',
  path: '/products/{productId}',
  auth: 'public',
  summary: 'Show a product',
  params: ProductPath,
  answers: () => ({ 200: Product() }),
});

/** 201 if the product is new. */
export const putProduct = /* @__PURE__ */ route({
  method: 'PUT',
  path: '/products/{productId}',
  auth: 'admin',
  summary: 'Add or revise a product',
  params: ProductPath,
  body: PutProductRequest,
  answers: () => ({ 200: Product(), 201: Product() }),
});

/** A key belongs to the product and not to the caller: whoever repeats the request, the units are counted once. */
export const adjustStock = /* @__PURE__ */ route({
  method: 'POST',
  path: '/products/{productId}/stock',
  auth: 'admin',
  summary: 'Adjust the stock of a product',
  params: ProductPath,
  body: AdjustStockRequest,
  idempotencyKey: 'required',
  answers: () => ({ 200: Product() }),
});
