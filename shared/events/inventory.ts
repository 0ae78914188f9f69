import * as z from 'zod/mini';
import {
  Amount,
  CurrencyCode,
  InstantField,
  OrderId,
  ProductId,
  RejectionReason,
  Shortage,
} from './fields.ts';

/** What inventory publishes, by event name: the schema of `data`. */
export const inventoryEvents = {
  /** The new state of a catalogue entry. The highest `revision` counts. */
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
  /** All items of the order are reserved. `requestedAt` is when the order asked for them. */
  StockReserved: z.object({ orderId: OrderId, requestedAt: z.optional(InstantField) }),
  /** Nothing is reserved, because these products were short. */
  StockReservationFailed: z.object({
    orderId: OrderId,
    reason: RejectionReason,
    shortages: z.array(Shortage),
  }),
  /** A product fell below its threshold. */
  StockLow: z.object({ productId: ProductId, available: z.int(), threshold: z.int() }),
} as const;
