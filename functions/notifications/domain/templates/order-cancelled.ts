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

/** Why the order ended, in words that a customer understands. */
const reasonOf = ({ by, cause }: OrderCancelledFacts): string => {
  if (cause === 'refunded') return 'We have refunded your order in full, so it is cancelled.';
  if (cause === 'payment-not-possible')
    return 'We are sorry: we could not take a payment for your order, so we cancelled it.';
  switch (by) {
    case 'customer':
      return 'We have cancelled your order, as you asked.';
    case 'staff':
      return 'We are sorry: we had to cancel your order.';
    case 'system':
      return 'We are sorry: we could not complete your order, so we cancelled it.';
  }
};

const moneyOf = ({ previousStatus, cause }: OrderCancelledFacts): string => {
  if (cause === 'payment-not-possible') return 'You have not been charged.';
  if (paidStatuses.includes(previousStatus)) return 'Your money is on its way back to you.';
  if (previousStatus === 'AWAITING_PAYMENT') return 'If you have just paid, you will get your money back.';
  return 'You have not been charged.';
};

/** The order ended before it was handed over. */
export const orderCancelledContent = (order: OrderCancelledFacts): Content => ({
  subject: 'Your order was cancelled',
  paragraphs: [reasonOf(order), moneyOf(order)],
  lines: order.items.map(plainLine),
  sms: `${reasonOf(order)} ${moneyOf(order)}`,
});
