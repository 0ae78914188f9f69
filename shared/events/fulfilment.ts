import * as z from 'zod/mini';
import { CustomerId, InstantField, OrderId } from './fields.ts';

const step = z.object({ orderId: OrderId, customerId: CustomerId, at: InstantField });

/** What fulfilment publishes, by event name: the schema of `data`. */
export const fulfilmentEvents = {
  /** The kitchen wants to begin and waits for orders to confirm. */
  FulfilmentStarted: step,
  /** Ready to be handed over. */
  FulfilmentReady: step,
  /** Handed over. */
  FulfilmentCompleted: step,
} as const;
