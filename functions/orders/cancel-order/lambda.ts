import { change } from '../wiring.ts';
import { cancelOrder } from './cancel-order.ts';
import { createHandler } from './handler.ts';

/** `POST /orders/{orderId}/cancel`. */
export const handler = createHandler(cancelOrder({ changeOrder: change }));
