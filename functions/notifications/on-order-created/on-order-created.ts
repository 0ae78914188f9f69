import type { Notify, Reaction } from '../domain/notification.ts';
import { orderCreatedContent, type OrderCreatedFacts } from '../domain/templates/order-created.ts';

/** An order was placed: we have it, and look whether everything is there. */
export const onOrderCreated =
  (notify: Notify): Reaction<OrderCreatedFacts> =>
  (data, context) =>
    notify(
      {
        eventType: 'OrderCreated',
        orderId: data.orderId,
        customerId: data.customerId,
        meaning: 'neither',
        content: orderCreatedContent(data),
      },
      context,
    );
