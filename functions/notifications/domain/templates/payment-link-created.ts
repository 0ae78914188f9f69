import { formatMoney } from '../../../../shared/kernel/money.ts';
import { formatInstant, type Content } from '../content.ts';
import type { OrderOfCustomer } from '../notification.ts';

/** What the message says of the event. */
export interface PaymentLinkCreatedFacts extends OrderOfCustomer {
  readonly paymentLink: string;
  readonly amount: number;
  readonly currency: string;
  readonly payBy: string;
}

/** Everything is set aside, and the customer can pay. */
export const paymentLinkCreatedContent = ({
  paymentLink,
  amount,
  currency,
  payBy,
}: PaymentLinkCreatedFacts): Content => ({
  subject: 'Your order is ready for payment',
  paragraphs: [
    'Good news: we have set everything aside for you.',
    `Please pay ${formatMoney(amount, currency)} by ${formatInstant(payBy)}. After that we will offer it to other customers.`,
  ],
  action: { label: `Pay ${formatMoney(amount, currency)}`, url: paymentLink },
  sms: `We have set your order aside. Please pay ${formatMoney(amount, currency)} by ${formatInstant(payBy)}:`,
});
