import * as z from 'zod/mini';
import { Amount, CurrencyCode, InstantField, OrderId, ProductId, Shortage } from './fields.ts';

/** What inventory publishes, by event name: the schema of `data`. */
export const inventoryEvents = {
  /** The catalogue's entry as it now is; of two, the one with the higher `revision` counts. */
  ProductChanged: z.object({
    productId: ProductId,
    name: z.string(),
    description: z.optional(z.string()),
    imageUrl: z.optional(z.string()),
    unitAmount: Amount.check(z.minimum(1)),
    currency: CurrencyCode,
    active: z.boolean(),
    revision: z.int().check(z.minimum(1)),
  }),
  /** All items of the order are set aside. `requestedAt` is when the order asked for them. */
  StockReserved: z.object({ orderId: OrderId, requestedAt: z.optional(InstantField) }),
  /** Nothing is set aside, because these products were short. */
  StockReservationFailed: z.object({ orderId: OrderId, reason: z.string(), shortages: z.array(Shortage) }),
  /** A product fell below its threshold. */
  StockLow: z.object({ productId: ProductId, available: z.int(), threshold: z.int() }),
} as const;
