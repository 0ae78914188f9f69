import type { Notify, OrderOfCustomer, Reaction } from '../domain/notification.ts';
import { paymentFailedContent } from '../domain/templates/payment-failed.ts';

/** An attempt to pay was declined; the link stays good. It asks for money, so it is not sent once the order was paid or ended. */
export const onPaymentFailed =
  (notify: Notify): Reaction<OrderOfCustomer> =>
  (data, context) =>
    notify(
      {
        eventType: 'PaymentFailed',
        orderId: data.orderId,
        customerId: data.customerId,
        meaning: 'asks',
        content: paymentFailedContent(),
      },
      context,
    );
