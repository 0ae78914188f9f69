import type { Notify, Reaction } from '../domain/notification.ts';
import {
  paymentLinkCreatedContent,
  type PaymentLinkCreatedFacts,
} from '../domain/templates/payment-link-created.ts';

/** Everything is set aside, and the customer can pay. It asks for money, so it is not sent once the order was paid or ended. */
export const onPaymentLinkCreated =
  (notify: Notify): Reaction<PaymentLinkCreatedFacts> =>
  (data, context) =>
    notify(
      {
        eventType: 'PaymentLinkCreated',
        orderId: data.orderId,
        customerId: data.customerId,
        meaning: 'asks',
        content: paymentLinkCreatedContent(data),
      },
      context,
    );
