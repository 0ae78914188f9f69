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

/** The events that the inventory service publishes: the schema of `data` by event name. */
export const inventoryEvents = {
  /**
   * A product was added to the catalogue, or its entry was changed. The event has the whole new entry. Events may
   * arrive in any order, so the one with the highest `revision` is the newest.
   */
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
  /**
   * All products of the order are reserved. `requestedAt` is when the orders service requested them. `canary` is true
   * for an order of the canary, a scheduled test of Orderly. Statistics do not count such orders.
   */
  StockReserved: z.object({
    orderId: OrderId,
    requestedAt: z.optional(InstantField),
    canary: z.optional(z.literal(true)),
  }),
  /** Nothing is reserved for the order, because the products in `shortages` have too little stock. */
  StockReservationFailed: z.object({
    orderId: OrderId,
    reason: RejectionReason,
    shortages: z.array(Shortage),
  }),
  /** The number of available units of a product fell below `threshold`, which is a setting of the stage. */
  StockLow: z.object({ productId: ProductId, available: z.int(), threshold: z.int() }),
} as const;
