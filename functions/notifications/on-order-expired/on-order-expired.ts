import type { Notify, Reaction } from '../domain/notification.ts';
import { orderExpiredContent, type OrderExpiredFacts } from '../domain/templates/order-expired.ts';

/** Nobody paid in time. From now on nobody is asked to pay for this order. */
export const onOrderExpired =
  (notify: Notify): Reaction<OrderExpiredFacts> =>
  (data, context) =>
    notify(
      {
        eventType: 'OrderExpired',
        orderId: data.orderId,
        customerId: data.customerId,
        meaning: 'settles',
        content: orderExpiredContent(data),
      },
      context,
    );
