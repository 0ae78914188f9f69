import type { Notify, OrderOfCustomer, Reaction } from '../domain/notification.ts';
import { orderCompletedContent } from '../domain/templates/order-completed.ts';

/** Handed over to the customer. From now on nobody is asked to pay for this order. */
export const onOrderCompleted =
  (notify: Notify): Reaction<OrderOfCustomer> =>
  (data, context) =>
    notify(
      {
        eventType: 'OrderCompleted',
        orderId: data.orderId,
        customerId: data.customerId,
        meaning: 'settles',
        content: orderCompletedContent(),
      },
      context,
    );
