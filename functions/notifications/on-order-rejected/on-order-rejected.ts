import type { Notify, Reaction } from '../domain/notification.ts';
import { orderRejectedContent, type OrderRejectedFacts } from '../domain/templates/order-rejected.ts';

/** There was too little stock. From now on nobody is asked to pay for this order. */
export const onOrderRejected =
  (notify: Notify): Reaction<OrderRejectedFacts> =>
  (data, context) =>
    notify(
      {
        eventType: 'OrderRejected',
        orderId: data.orderId,
        customerId: data.customerId,
        meaning: 'settles',
        content: orderRejectedContent(data),
      },
      context,
    );
