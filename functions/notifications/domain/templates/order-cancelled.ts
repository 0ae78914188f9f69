import type { Content } from '../content.ts';
import type { OrderOfCustomer } from '../notification.ts';
import { plainLine } from './lines.ts';

/** The money had been taken by then. */
const paidStatuses: readonly string[] = ['PAID', 'PREPARING', 'READY'];

/** What the message says of the event. */
export interface OrderCancelledFacts extends OrderOfCustomer {
  readonly items: readonly { readonly name: string; readonly quantity: number }[];
  readonly previousStatus: string;
  readonly by: 'customer' | 'staff' | 'system';
  readonly cause: string;
}

/** Who or what ended it. Of the causes only those are told that the customer can make sense of. */
const reasonOf = ({ by, cause }: OrderCancelledFacts): string => {
  if (cause === 'refunded') return 'Your order was refunded in full, so it is cancelled.';
  if (cause === 'payment-not-possible')
    return 'We are sorry: no payment could be made for your order, so it was cancelled.';
  switch (by) {
    case 'customer':
      return 'We have cancelled your order, as you asked.';
    case 'staff':
      return 'We are sorry: we had to cancel your order.';
    case 'system':
      return 'We are sorry: your order could not be carried out, so it was cancelled.';
  }
};

const moneyOf = ({ previousStatus, cause }: OrderCancelledFacts): string => {
  if (cause === 'payment-not-possible') return 'You have not been charged.';
  if (paidStatuses.includes(previousStatus)) return 'Your money is on its way back to you.';
  if (previousStatus === 'AWAITING_PAYMENT') return 'Should you have paid just now, you get your money back.';
  return 'You have not been charged.';
};

/** The order ended before it was handed over. */
export const orderCancelledContent = (order: OrderCancelledFacts): Content => ({
  subject: 'Your order was cancelled',
  paragraphs: [reasonOf(order), moneyOf(order)],
  lines: order.items.map(plainLine),
  sms: `${reasonOf(order)} ${moneyOf(order)}`,
});
