import type { components } from '../../../client/index.ts';
import type { OrderStatus } from '../parts/words.ts';

export type Order = components['schemas']['Order'];
export type Payment = components['schemas']['Payment'];

/**
 * The text on top of an order's page: what the order waits for, since when, until when at the latest, and what happens
 * then.
 */
export interface Story {
  readonly tone: 'waiting' | 'going' | 'good' | 'bad' | 'quiet';
  readonly title: string;
  readonly since?: string;
  readonly until?: string;
  /** What happens at `until`, or who has to act if there is no such time. */
  readonly next: string;
}

type What = NonNullable<Order['waitingFor']>['what'];

const waits: Readonly<Record<What, Pick<Story, 'tone' | 'title' | 'next'>>> = {
  stock: {
    tone: 'waiting',
    title: 'Waits for inventory to reserve the stock',
    next: 'Orderly cancels the order. Until then, it asks inventory again by itself.',
  },
  'payment-link': {
    tone: 'waiting',
    title: 'Waits for the payment link',
    next: 'the payment is closed and the order expires. Until then, Orderly asks payments again by itself.',
  },
  payment: {
    tone: 'waiting',
    title: 'Waits for the customer to pay',
    next: 'Orderly asks the provider to close the payment, and the order expires.',
  },
  'payment-closure': {
    tone: 'waiting',
    title: 'Waits for the provider to close the payment',
    next: 'the order expires. Money that arrives later is refunded.',
  },
  preparation: {
    tone: 'going',
    title: 'Waits for the kitchen to begin',
    next: 'There is no time limit: the kitchen has to act.',
  },
  readiness: {
    tone: 'going',
    title: 'Waits for the kitchen to finish',
    next: 'There is no time limit: the kitchen has to act.',
  },
  collection: {
    tone: 'going',
    title: 'Waits for the customer to collect it',
    next: 'There is no time limit: the kitchen hands it over.',
  },
  refund: {
    tone: 'bad',
    title: 'Waits for its money to be returned',
    next: 'There is no time limit: Orderly asks the provider again by itself.',
  },
};

/** A cause such as `cancelled-by-staff`, as words for people. */
export const causeWords = (cause: string): string => cause.replaceAll('-', ' ');

const endOf = (order: Order): Story => {
  const last = order.history.at(-1);
  const at = last === undefined ? {} : { since: last.at };
  const cause = last === undefined ? '' : causeWords(last.cause);
  const returned = order.paidAmount === 0 ? 'No money was received.' : 'All money was returned.';
  switch (order.status) {
    case 'COMPLETED':
      return { tone: 'good', title: 'Completed: handed over to the customer', ...at, next: '' };
    case 'REJECTED': {
      const missing = order.rejection?.shortages ?? [];
      const names = missing.map(({ productId }) => productId).join(', ');
      return {
        tone: 'bad',
        title: 'Rejected: too little stock',
        ...at,
        next: names === '' ? returned : `Too little of ${names}. ${returned}`,
      };
    }
    case 'EXPIRED':
      return { tone: 'quiet', title: 'Expired: not paid in time', ...at, next: returned };
    case 'CANCELLED':
      return { tone: 'bad', title: 'Cancelled', ...at, next: `Cause: ${cause}. ${returned}` };
    case 'PENDING':
    case 'AWAITING_PAYMENT':
    case 'PAID':
    case 'PREPARING':
    case 'READY':
      // An order with one of these statuses always waits for something, so the page does not show this text.
      return { tone: 'waiting', title: 'On its way', ...at, next: '' };
  }
};

/** Says what an order waits for, or how it ended. */
export const storyOf = (order: Order, payment?: Payment): Story => {
  const { waitingFor } = order;
  if (waitingFor === undefined) return endOf(order);
  const { what, since, until } = waitingFor;
  const story = { ...waits[what], since, ...(until === undefined ? {} : { until }) };
  const isRefused = what === 'refund' && payment?.refunds.at(-1)?.status === 'FAILED';
  return isRefused
    ? { ...story, next: 'The provider refused the last refund. See docs/operations.md, "Money at risk".' }
    : story;
};

/** Staff may cancel until the order is handed over (functions/orders/README.md). */
export const canCancel = ({ status }: Order): boolean =>
  (['PENDING', 'AWAITING_PAYMENT', 'PAID', 'PREPARING', 'READY'] as readonly OrderStatus[]).includes(status);

/**
 * The amount that can still be refunded, in minor units. From the received money, this function subtracts the money
 * that was returned outside Orderly, and all refunds that have not failed.
 */
export const refundable = (order: Order, payment: Payment | undefined): number => {
  if (payment === undefined || !['CAPTURED', 'PARTIALLY_REFUNDED'].includes(payment.status)) return 0;
  const promised = payment.refunds
    .filter(({ status }) => status !== 'FAILED')
    .reduce((sum, { amount }) => sum + amount, 0);
  return Math.max(0, order.paidAmount - promised - payment.refundedOutside);
};

/** The declined attempts to pay: when, and why. */
export const declinedOf = ({ history }: Order): readonly { readonly at: string; readonly reason: string }[] =>
  history
    .filter(({ cause }) => cause.startsWith('payment-declined'))
    .map(({ at, cause }) => ({ at, reason: causeWords(cause.replace(/^payment-declined:?\s*/, '')) }));
