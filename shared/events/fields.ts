import * as z from 'zod/mini';

/** An order's id: a UUID. */
export const OrderId = z.uuid();
/** A product's id, chosen by the shop: letters, digits, `-`, `_`, `.`. */
export const ProductId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, ".", "_" or "-"'));
/** The `sub` of the customer's token. */
export const CustomerId = z.string().check(z.minLength(1), z.maxLength(128));
/** An amount of money in minor units of the currency next to it. */
export const Amount = z.int().check(z.minimum(0), z.maximum(1_000_000_000_000));
/** An ISO 4217 code. */
export const CurrencyCode = z.string().check(z.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'));
/** An instant, ISO 8601 in UTC. */
export const InstantField = z.iso.datetime();
/** Units of a product. */
export const Quantity = z.int().check(z.minimum(1), z.maximum(1000));

/** A line of an order, with the price at the time of the order. */
export const OrderLine = z.object({
  productId: ProductId,
  name: z.string(),
  quantity: Quantity,
  unitAmount: Amount,
});
export type OrderLine = z.infer<typeof OrderLine>;

/** A product with too little stock. */
export const Shortage = z.object({
  productId: ProductId,
  requested: z.int(),
  available: z.int(),
});
export type Shortage = z.infer<typeof Shortage>;

/** Why stock was not reserved, and so why an order was rejected. */
export const RejectionReason = z.enum(['insufficient-stock']);
export type RejectionReason = z.infer<typeof RejectionReason>;
