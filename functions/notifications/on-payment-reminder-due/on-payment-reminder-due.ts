import type { Notify, Reaction } from '../domain/notification.ts';
import {
  paymentReminderDueContent,
  type PaymentReminderDueFacts,
} from '../domain/templates/payment-reminder-due.ts';

/** Half of the time to pay is over. It asks for money, so it is not sent once the order was paid or ended. */
export const onPaymentReminderDue =
  (notify: Notify): Reaction<PaymentReminderDueFacts> =>
  (data, context) =>
    notify(
      {
        eventType: 'PaymentReminderDue',
        orderId: data.orderId,
        customerId: data.customerId,
        meaning: 'asks',
        content: paymentReminderDueContent(data),
      },
      context,
    );
