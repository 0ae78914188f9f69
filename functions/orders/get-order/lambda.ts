import { orders } from '../wiring.ts';
import { getOrder } from './get-order.ts';
import { createHandler } from './handler.ts';

/** `GET /orders/{orderId}`. */
export const handler = createHandler(getOrder({ orders }));
