import * as z from 'zod/mini';
import { CustomerId, InstantField, OrderId } from './fields.ts';

const step = z.object({ orderId: OrderId, customerId: CustomerId, at: InstantField });

/** The events that the fulfilment service publishes: the schema of `data` by event name. */
export const fulfilmentEvents = {
  /** The kitchen wants to start. It waits until the orders service confirms with OrderPreparing. */
  FulfilmentStarted: step,
  /** The order is ready to be handed over. */
  FulfilmentReady: step,
  /** The order was handed over. */
  FulfilmentCompleted: step,
} as const;
