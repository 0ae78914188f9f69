import type { Notify, Reaction } from '../domain/notification.ts';
import { orderCancelledContent, type OrderCancelledFacts } from '../domain/templates/order-cancelled.ts';

/** The order ended before it was handed over. From now on nobody is asked to pay for this order. */
export const onOrderCancelled =
  (notify: Notify): Reaction<OrderCancelledFacts> =>
  (data, context) =>
    notify(
      {
        eventType: 'OrderCancelled',
        orderId: data.orderId,
        customerId: data.customerId,
        meaning: 'settles',
        content: orderCancelledContent(data),
      },
      context,
    );
