import { formatMoney } from '../../../../shared/kernel/money.ts';
import type { Content } from '../content.ts';
import type { OrderOfCustomer } from '../notification.ts';
import { pricedLine, type PricedLine } from './lines.ts';

/** What the message says of the event. */
export interface OrderCreatedFacts extends OrderOfCustomer {
  readonly items: readonly PricedLine[];
  readonly totalAmount: number;
  readonly currency: string;
}

/** An order was placed: we have it, and look whether everything is there. */
export const orderCreatedContent = ({ items, totalAmount, currency }: OrderCreatedFacts): Content => ({
  subject: 'We have received your order',
  paragraphs: [
    'Thank you for your order! We are checking that everything is in stock, and will write to you again in a moment.',
    `Your order comes to ${formatMoney(totalAmount, currency)}:`,
  ],
  lines: items.map(pricedLine(currency)),
  sms: `Thank you! We have received your order of ${formatMoney(totalAmount, currency)}.`,
});
