import * as z from 'zod/mini';
import { Amount, CurrencyCode, ProductId } from '../../shared/events/fields.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';
import { route } from '../../shared/http/route.ts';

const ProductPath = z.strictObject({ productId: ProductId });

/** A product in a response. `available` is the number of units that can be ordered now. */
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
 * The codes of existing and recently abolished currencies, from the runtime's Unicode data (ECMA-402,
 * `supportedValuesOf`). Events accept any three letters, so that old prices stay readable after a currency is
 * abolished.
 */
const currencies: ReadonlySet<string> = /* @__PURE__ */ new Set(Intl.supportedValuesOf('currency'));

/** The currency of a price. It must exist, because payment providers refuse a currency that does not. */
const ExistingCurrency = z
  .string()
  .check(
    z.refine(
      (code) => currencies.has(code),
      'must be the ISO 4217 code of an existing currency, such as EUR',
    ),
  );

/** Replaces a whole catalogue entry: a field that the request omits is removed. */
const PutProductRequest = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  description: z.optional(z.string().check(z.maxLength(2000))),
  // Web pages show the image in an <img> element, so only http and https are allowed.
  imageUrl: z.optional(
    z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).check(z.maxLength(2048)),
  ),
  unitAmount: Amount.check(z.minimum(1)),
  currency: ExistingCurrency,
  active: z.boolean(),
});

/** The largest change that one adjustment may make. The limit catches typing errors. */
const MAX_CHANGE = 1_000_000;

/** `change` is the number of units to add. A negative number removes units. */
const AdjustStockRequest = z.strictObject({
  change: z.int().check(
    z.minimum(-MAX_CHANGE),
    z.maximum(MAX_CHANGE),
    z.refine((change) => change !== 0, 'must not be 0'),
  ),
  reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
});

/** Lists the active products, sorted by id. */
export const listProducts = /* @__PURE__ */ route({
  method: 'GET',
  path: '/products',
  auth: 'public',
  summary: 'List the products for sale',
  query: z.strictObject({ ...pageQuery }),
  answers: () => ({ 200: pageOf(Product()) }),
});

/** Shows a product, even if it is inactive. */
export const getProduct = /* @__PURE__ */ route({
  method: 'GET',
  path: '/products/{productId}',
  auth: 'public',
  summary: 'Show a product',
  params: ProductPath,
  answers: () => ({ 200: Product() }),
});

/** Adds a product (201) or replaces its entry (200). */
export const putProduct = /* @__PURE__ */ route({
  method: 'PUT',
  path: '/products/{productId}',
  auth: 'admin',
  summary: 'Add or revise a product',
  params: ProductPath,
  body: PutProductRequest,
  answers: () => ({ 200: Product(), 201: Product() }),
});

/**
 * Adds or removes units. The idempotency key belongs to the product and not to the caller, so the units count once even
 * if another admin repeats the request.
 */
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
