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
  /** The new state of a product in the catalogue. Consumers keep the event with the highest `revision`. */
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
   * All products of the order are reserved. `requestedAt` is when the order requested them. `canary`: the order is one of
   * the canary, which tests Orderly and counts in no figure.
   */
  StockReserved: z.object({
    orderId: OrderId,
    requestedAt: z.optional(InstantField),
    canary: z.optional(z.literal(true)),
  }),
  /** Nothing is reserved for the order, because these products have too little stock. */
  StockReservationFailed: z.object({
    orderId: OrderId,
    reason: RejectionReason,
    shortages: z.array(Shortage),
  }),
  /** The stock of a product fell below its threshold. */
  StockLow: z.object({ productId: ProductId, available: z.int(), threshold: z.int() }),
} as const;
