import * as z from 'zod/mini';
import { Amount, CurrencyCode, MAX_QUANTITY, ProductId } from '../../shared/events/fields.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';
import { lineOfText, multilineText, route, visible, type Problems } from '../../shared/http/route.ts';
import { hasPayableTotal, isPayableCurrency } from '../../shared/kernel/money.ts';

/** The error codes of this service, with the HTTP status and the meaning of each. */
export const problems = {
  'product.not-found': { status: 404, meaning: 'No product has this id.' },
  'stock.insufficient': {
    status: 409,
    meaning: 'The change would remove more units than are available. All other units are reserved or sold.',
  },
  'product.vanished': {
    status: 503,
    meaning: 'The product was deleted while the request ran. Repeat the request.',
  },
} as const satisfies Problems;

const ProductPath = z.strictObject({ productId: ProductId });

/** A product of the catalogue, with its price and its stock. */
const Product = () =>
  z.strictObject({
    productId: ProductId,
    name: z.string(),
    description: z.optional(z.string()),
    imageUrl: z.optional(z.string()),
    /** The price of one unit, in minor units of the currency. */
    unitAmount: Amount.check(z.minimum(1)),
    currency: CurrencyCode,
    /** True if the product is for sale. Inactive products are not in the list of products and cannot be ordered. */
    active: z.boolean(),
    /** The number of units that can be ordered now. */
    available: z.int().check(z.minimum(0)),
  });

/**
 * The currency of a price. Customers must be able to pay in it. Events accept any three letters as a currency, so that
 * old prices stay readable after a currency is abolished.
 */
const PayableCurrency = z
  .string()
  .check(
    z.refine(isPayableCurrency, 'must be the ISO 4217 code of a currency that can be paid in, such as EUR'),
  );

/**
 * A host name or an IP address. This pattern is stricter than the URL standard, which allows even quotes in a host
 * ("forbidden domain code point").
 */
const HOST = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:]+\])$/;
const LOOPBACK_HOST = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * The normal form of an image's URL. It has only characters that RFC 3986 (section 2) allows in URIs, except the
 * apostrophe, so the URL cannot end an HTML attribute.
 * @returns undefined if the text is not an https URL, or has a user name or password. For development, http is allowed
 *   for a loopback host.
 */
const imageUrlOf = (text: string): string | undefined => {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || !HOST.test(url.hostname))
    return undefined;
  const isLocal = url.protocol === 'http:' && LOOPBACK_HOST.test(url.hostname);
  if (url.protocol !== 'https:' && !isLocal) return undefined;
  return url.href.replaceAll(
    /[^\w.~:/?#[\]@!$&()*+,;=%-]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
};

/** The URL of an image, in normal form. The shop's pages show the image in an `<img>` element. */
const ImageUrl = z.pipe(
  z.pipe(
    z.string().check(z.maxLength(2048)),
    z.transform((text: string, context) => {
      const url = imageUrlOf(text);
      if (url !== undefined) return url;
      const message = 'must be an https URL without a user; http is allowed for localhost';
      context.issues.push({ code: 'custom', message, input: text });
      return z.NEVER;
    }),
  ),
  z.string().check(z.maxLength(2048)),
);

/**
 * False if no order of the product could be paid, because the total is not payable for any quantity that an order may
 * have. True if the price or the currency itself is wrong, because other checks report this.
 */
const canBeSold = ({ unitAmount, currency }: { readonly unitAmount: number; readonly currency: string }) =>
  unitAmount < 1 || !isPayableCurrency(currency) || hasPayableTotal(unitAmount, currency, MAX_QUANTITY);

/** The new catalogue entry of a product. It replaces the whole old entry: a field that the request omits is removed. */
const PutProductRequest = z
  .strictObject({
    name: lineOfText(200),
    description: z.optional(multilineText(2000)),
    /** The https URL of a picture of the product. */
    imageUrl: z.optional(ImageUrl),
    /** The price of one unit, in minor units of the currency. */
    unitAmount: Amount.check(z.minimum(1)),
    /** The currency of the price, as an ISO 4217 code such as EUR. */
    currency: PayableCurrency,
    /** True if the product is for sale. Inactive products are not in the list of products and cannot be ordered. */
    active: z.boolean(),
  })
  .check(
    z.refine(canBeSold, {
      path: ['unitAmount'],
      error: `has no quantity up to ${MAX_QUANTITY} whose total the payment provider takes`,
    }),
  );

/** The most units that one request may add or remove. The limit catches typing errors. */
const MAX_CHANGE = 1_000_000;

/** A change of a product's stock, for example because goods were delivered or damaged. */
const AdjustStockRequest = z.strictObject({
  /** The number of units to add. A negative number removes units. It must not be 0. */
  change: z.int().check(
    z.minimum(-MAX_CHANGE),
    z.maximum(MAX_CHANGE),
    z.refine((change) => change !== 0, 'must not be 0'),
  ),
  /** Why the stock changes, as text for people. */
  reason: multilineText(200).check(z.trim(), visible),
});

const Units = z.int().check(z.minimum(0));

/**
 * The stock of a product, and the units that its reservations hold. The check reads the reservations page by page, so
 * `reserved` and `sold` are complete only when `result` is no longer `UNFINISHED`.
 */
const StockCheck = () =>
  z.strictObject({
    productId: ProductId,
    /** The sum of all changes that `adjustStock` has made to the stock of the product. */
    received: z.int(),
    /** The number of units that can be ordered now. */
    available: z.int(),
    /**
     * The number of unfinished batches. A batch is one change of the stock for many orders together. Units of an
     * unfinished batch may be neither in `available` nor in a reservation.
     */
    openBatches: Units,
    /** The number of units that are reserved for orders that are not paid yet, as far as the check has read. */
    reserved: Units,
    /** The number of units in orders that were paid, as far as the check has read. */
    sold: Units,
    /**
     * How many records the check has read so far, on all its pages. The number includes records that are not about this
     * product.
     */
    recordsRead: Units,
    /**
     * The check compares `received` minus `available` with `reserved` plus `sold`. `UNFINISHED`: not all records are
     * read, so repeat the request with `nextCursor` as `cursor`. `AGREES`: the two numbers are equal. `DIFFERS`: the
     * two numbers are not equal. The stock did not change during the check, so there is an error in the stock or in the
     * reservations. `CHANGED`: the two numbers are not equal, but the stock changed during the check or a batch is
     * unfinished, so there may be no error. Check again later.
     */
    result: z.enum(['UNFINISHED', 'AGREES', 'DIFFERS', 'CHANGED']),
    nextCursor: z.optional(z.string()),
  });

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({
  Product: Product(),
  PutProductRequest,
  AdjustStockRequest,
  StockCheck: StockCheck(),
});

/**
 * Lists the products that are for sale (`active` is true), sorted by id. A page may have fewer than `limit` products
 * and still have a `nextCursor`.
 */
export const listProducts = /* @__PURE__ */ route({
  method: 'GET',
  path: '/products',
  auth: 'public',
  summary: 'List the products for sale',
  query: z.strictObject({ ...pageQuery }),
  answers: () => ({ 200: pageOf(Product()) }),
});

/** Shows a product, even if it is not for sale (`active` is false). */
export const getProduct = /* @__PURE__ */ route({
  method: 'GET',
  path: '/products/{productId}',
  auth: 'public',
  summary: 'Show a product',
  params: ProductPath,
  problems: ['product.not-found'],
  answers: () => ({ 200: Product() }),
});

/** Adds a product to the catalogue (201), or replaces the catalogue entry of an existing product (200). */
export const putProduct = /* @__PURE__ */ route({
  method: 'PUT',
  path: '/products/{productId}',
  auth: 'admin',
  summary: 'Add or change a product',
  params: ProductPath,
  body: PutProductRequest,
  problems: ['product.vanished'],
  answers: () => ({ 200: Product(), 201: Product() }),
});

/**
 * Adds units to the stock of a product, or removes units. A repeated request with the same idempotency key does not
 * change the stock again, even if another administrator sends it.
 */
export const adjustStock = /* @__PURE__ */ route({
  method: 'POST',
  path: '/products/{productId}/stock',
  auth: 'admin',
  summary: 'Adjust the stock of a product',
  params: ProductPath,
  body: AdjustStockRequest,
  idempotencyKey: 'required',
  problems: ['product.not-found', 'stock.insufficient'],
  answers: () => ({ 200: Product() }),
});

/**
 * Compares the stock of a product with the units of this product that reservations hold, to find errors. Each request
 * reads up to 2,000 more records. Repeat the request with `nextCursor` as `cursor`, until a response has no
 * `nextCursor`. A check reads the whole table of the inventory service, and AWS charges for these reads. So start a
 * check only if you suspect that the stock is wrong.
 */
export const checkStock = /* @__PURE__ */ route({
  method: 'GET',
  path: '/products/{productId}/stock',
  auth: 'admin',
  summary: 'Check the stock of a product for errors',
  params: ProductPath,
  query: z.strictObject({ cursor: pageQuery.cursor }),
  problems: ['product.not-found'],
  answers: () => ({ 200: StockCheck() }),
});
