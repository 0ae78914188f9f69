import { formatMoney } from '../../../../shared/kernel/money.ts';
import type { Content } from '../content.ts';
import type { OrderOfCustomer } from '../notification.ts';
import { pricedLine, type PricedLine } from './lines.ts';

/** What the message says of the event. */
export interface OrderPaidFacts extends OrderOfCustomer {
  readonly items: readonly PricedLine[];
  readonly totalAmount: number;
  readonly currency: string;
  readonly note?: string | undefined;
}

/** The money is there. */
export const orderPaidContent = ({ items, totalAmount, currency, note }: OrderPaidFacts): Content => ({
  subject: 'Thank you for your payment',
  paragraphs: [
    `We have received your payment of ${formatMoney(totalAmount, currency)} and will prepare your order now.`,
    ...(note === undefined ? [] : [`You asked us: "${note}"`]),
  ],
  lines: items.map(pricedLine(currency)),
  sms: `Thank you! We have received ${formatMoney(totalAmount, currency)} and will prepare your order now.`,
});
