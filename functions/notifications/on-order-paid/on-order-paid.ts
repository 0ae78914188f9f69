import type { Notify, Reaction } from '../domain/notification.ts';
import { orderPaidContent, type OrderPaidFacts } from '../domain/templates/order-paid.ts';

/** The money is there. From now on nobody is asked to pay for this order. */
export const onOrderPaid =
  (notify: Notify): Reaction<OrderPaidFacts> =>
  (data, context) =>
    notify(
      {
        eventType: 'OrderPaid',
        orderId: data.orderId,
        customerId: data.customerId,
        meaning: 'settles',
        content: orderPaidContent(data),
      },
      context,
    );
