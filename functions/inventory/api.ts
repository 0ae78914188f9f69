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
    meaning: 'The change would remove more units than are available. The others are reserved or sold.',
  },
  'product.vanished': {
    status: 503,
    meaning: 'The item was deleted while the request ran. Repeat the request.',
  },
} as const satisfies Problems;

const ProductPath = z.strictObject({ productId: ProductId });

/** A product in a response. `available` is the number of units that can be ordered now. */
const Product = () =>
  z.strictObject({
    productId: ProductId,
    name: z.string(),
    description: z.optional(z.string()),
    imageUrl: z.optional(z.string()),
    /** The price of one unit, in minor units of the currency. */
    unitAmount: Amount.check(z.minimum(1)),
    currency: CurrencyCode,
    /** Only active products are for sale. */
    active: z.boolean(),
    /** The number of units that can be ordered now. */
    available: z.int().check(z.minimum(0)),
  });

/**
 * The currency of a price, which must be one that customers can pay in. Events accept any three letters, so that old
 * prices stay readable after a currency is abolished.
 */
const PayableCurrency = z
  .string()
  .check(
    z.refine(isPayableCurrency, 'must be the ISO 4217 code of a currency that can be paid in, such as EUR'),
  );

/**
 * A host name or address. URLs allow more characters in hosts, even quotes (URL standard, "forbidden domain code
 * point").
 */
const HOST = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:]+\])$/;
const LOOPBACK_HOST = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * The normal form of an image's URL. It has only characters that URIs consist of (RFC 3986, section 2), without the
 * apostrophe, so it cannot end an HTML attribute.
 * @returns undefined unless it is an https URL without a user; http is allowed for a loopback host, for development.
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

/** The URL of an image, in normal form. Pages show it in an `<img>` element. */
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
 * False if no allowed quantity of the product has a total that can be paid. True if the price or currency itself is
 * wrong, because other checks report that.
 */
const canBeSold = ({ unitAmount, currency }: { readonly unitAmount: number; readonly currency: string }) =>
  unitAmount < 1 || !isPayableCurrency(currency) || hasPayableTotal(unitAmount, currency, MAX_QUANTITY);

/** Replaces a whole catalogue entry: a field that the request omits is removed. */
const PutProductRequest = z
  .strictObject({
    name: lineOfText(200),
    description: z.optional(multilineText(2000)),
    /** An https URL. */
    imageUrl: z.optional(ImageUrl),
    /** The price of one unit, in minor units of the currency. */
    unitAmount: Amount.check(z.minimum(1)),
    /** An ISO 4217 code. */
    currency: PayableCurrency,
    /** Only active products are for sale. */
    active: z.boolean(),
  })
  .check(
    z.refine(canBeSold, {
      path: ['unitAmount'],
      error: `has no quantity up to ${MAX_QUANTITY} whose total the payment provider takes`,
    }),
  );

/** The largest change that one adjustment may make. The limit catches typing errors. */
const MAX_CHANGE = 1_000_000;

/** `change` is the number of units to add. A negative number removes units. */
const AdjustStockRequest = z.strictObject({
  /** The number of units to add. A negative number removes units. It must not be 0. */
  change: z.int().check(
    z.minimum(-MAX_CHANGE),
    z.maximum(MAX_CHANGE),
    z.refine((change) => change !== 0, 'must not be 0'),
  ),
  reason: multilineText(200).check(z.trim(), visible),
});

const Units = z.int().check(z.minimum(0));

/** The stock of a product beside the units that its reservations hold, as far as they have been read. */
const StockCheck = () =>
  z.strictObject({
    productId: ProductId,
    /** The sum of all deliveries and corrections. */
    received: z.int(),
    /** The number of units that can be ordered now. */
    available: z.int(),
    /**
     * The number of batches in which units are being reserved or returned at the moment. Their units may be in no
     * reservation.
     */
    openBatches: Units,
    /** Units of orders that are not paid yet. */
    reserved: Units,
    /** Units of orders that were paid. */
    sold: Units,
    /** How many records the check has read so far, over all its pages. Records of other products count, too. */
    recordsRead: Units,
    /**
     * `UNFINISHED`: follow `nextCursor`. `AGREES`: `received` less `available` is `reserved` plus `sold`. `DIFFERS`: it
     * is not, although the stock stood still, so something is wrong. `CHANGED`: it is not, but the stock changed during
     * the check, so this proves nothing.
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
  problems: ['product.not-found'],
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
  problems: ['product.vanished'],
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
  problems: ['product.not-found', 'stock.insufficient'],
  answers: () => ({ 200: Product() }),
});

/**
 * Compares the stock of a product with all reservations. Each response adds the units of up to 2,000 more records,
 * until there is no `nextCursor`. A check reads the whole table of the inventory, which AWS charges for, so run it on
 * suspicion.
 */
export const checkStock = /* @__PURE__ */ route({
  method: 'GET',
  path: '/products/{productId}/stock',
  auth: 'admin',
  summary: 'Check the stock of a product',
  params: ProductPath,
  query: z.strictObject({ cursor: pageQuery.cursor }),
  problems: ['product.not-found'],
  answers: () => ({ 200: StockCheck() }),
});
