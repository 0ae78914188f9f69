import * as z from 'zod/mini';
import { CustomerId, InstantField, OrderId } from './fields.ts';

const step = z.object({ orderId: OrderId, customerId: CustomerId, at: InstantField });

/** The events that the fulfilment service publishes: the schema of `data` by event name. */
export const fulfilmentEvents = {
  /**
   * Staff have started to prepare the order. The order may already be cancelled. If it is not cancelled, the orders
   * service confirms the start with OrderPreparing. Before that, the order cannot be declared ready.
   */
  FulfilmentStarted: step,
  /** The order is prepared, and the customer can collect it. */
  FulfilmentReady: step,
  /** Staff have handed the order over to the customer. */
  FulfilmentCompleted: step,
} as const;
