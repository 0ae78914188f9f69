import * as z from 'zod/mini';

/** An order's id, which is a UUID (RFC 9562, section 4). Upper and lower case make no difference. */
export const OrderId = z.uuid().check(z.toLowerCase());
/** A product's id, chosen by the shop: letters, digits, `-`, `_`, `.`. */
export const ProductId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, ".", "_" or "-"'));
/**
 * True if tables and queues store the text unchanged. They cannot store every text: UTF-8 cannot encode half of a
 * surrogate pair, and SQS replaces or refuses U+FFFE and U+FFFF (SendMessage, API reference).
 */
export const isStorable = (text: string): boolean => text.isWellFormed() && !/[\uFFFE\uFFFF]/.test(text);

/** Text of 1 to `max` characters that tables and queues store unchanged. */
export const storableText = (max: number) =>
  z.string().check(z.minLength(1), z.maxLength(max), z.refine(isStorable, 'must be valid Unicode'));

/**
 * The customer's id, for example the claim `sub` of the customer's token. After an erasure, it is a random pseudonym.
 */
export const CustomerId = storableText(128);
/** An amount of money, in minor units of its currency (such as cents). */
export const Amount = z.int().check(z.minimum(0), z.maximum(1_000_000_000_000));
/** A currency, as an ISO 4217 code such as EUR. */
export const CurrencyCode = z.string().check(z.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'));
/** A point in time, in ISO 8601 format and UTC. */
export const InstantField = z.iso.datetime();
/** The largest number of units of one product that an order may have. */
export const MAX_QUANTITY = 1000;
/** A number of units of a product. */
export const Quantity = z.int().check(z.minimum(1), z.maximum(MAX_QUANTITY));

/**
 * A line of an order: a product, how many units of it, and its name and price at the time when the order was placed.
 */
export const OrderLine = z.object({
  productId: ProductId,
  name: z.string(),
  quantity: Quantity,
  unitAmount: Amount,
});
export type OrderLine = z.infer<typeof OrderLine>;

/** A product with too little stock for an order: how many units the order requested, and how many are available. */
export const Shortage = z.object({
  productId: ProductId,
  requested: z.int(),
  available: z.int(),
});
export type Shortage = z.infer<typeof Shortage>;

/** Why no stock was reserved for an order, and therefore why the order was rejected. */
export const RejectionReason = z.enum(['insufficient-stock']);
export type RejectionReason = z.infer<typeof RejectionReason>;
