import { formatInstant, type Content } from '../content.ts';
import type { OrderOfCustomer } from '../notification.ts';

/** What the message says of the event. */
export interface PaymentReminderDueFacts extends OrderOfCustomer {
  readonly paymentLink: string;
  readonly payBy: string;
}

/** Half of the time to pay has passed. */
export const paymentReminderDueContent = ({ paymentLink, payBy }: PaymentReminderDueFacts): Content => ({
  subject: 'Your order is waiting for your payment',
  paragraphs: [
    'A friendly reminder: we are still holding your order for you.',
    `Please pay by ${formatInstant(payBy)}. If you have just paid, you do not need to do anything.`,
  ],
  action: { label: 'Pay now', url: paymentLink },
  sms: `Reminder: please pay for your order by ${formatInstant(payBy)}:`,
});
