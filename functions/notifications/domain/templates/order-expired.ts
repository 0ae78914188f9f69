import type { Content } from '../content.ts';
import type { OrderOfCustomer } from '../notification.ts';
import { plainLine } from './lines.ts';

/** What the message says of the event. */
export interface OrderExpiredFacts extends OrderOfCustomer {
  readonly items: readonly { readonly name: string; readonly quantity: number }[];
}

/** Nobody paid in time. */
export const orderExpiredContent = ({ items }: OrderExpiredFacts): Content => ({
  subject: 'Your order has expired',
  paragraphs: [
    'We did not receive your payment in time, so we could not hold your order any longer.',
    'You are welcome to order again. If you have just paid, you will get your money back.',
  ],
  lines: items.map(plainLine),
  sms: 'Your order has expired because it was not paid in time. You are welcome to order again.',
});
