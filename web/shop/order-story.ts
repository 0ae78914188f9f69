import type { components } from '../../client/index.ts';

export type Order = components['schemas']['Order'];
export type Payment = components['schemas']['Payment'];
type Status = Order['status'];

/** One of the steps that every successful order takes. */
export interface Step {
  readonly name: string;
  readonly state: 'done' | 'now' | 'later';
  readonly at?: string | undefined;
}

/** What the page tells the customer about an order. */
export interface Story {
  readonly tone: 'waiting' | 'good' | 'bad';
  readonly title: string;
  readonly text: string;
  /** Empty if the order ended before it was handed over. */
  readonly steps: readonly Step[];
}

const steps: readonly { readonly name: string; readonly reached: Status }[] = [
  { name: 'Reserved', reached: 'AWAITING_PAYMENT' },
  { name: 'Paid', reached: 'PAID' },
  { name: 'Prepared', reached: 'READY' },
  { name: 'Collected', reached: 'COMPLETED' },
];

const stepsOf = ({ history, status }: Order): readonly Step[] => {
  const at = new Map(history.map((entry) => [entry.status, entry.at]));
  const reached = steps.findLastIndex((step) => step.reached === status || at.has(step.reached));
  return steps.map((step, index) => ({
    name: step.name,
    state: index <= reached ? 'done' : index === reached + 1 ? 'now' : 'later',
    at: at.get(step.reached),
  }));
};

const paidBack = ({ paidAmount, refundedAmount }: Order): string => {
  if (paidAmount === 0) return 'Nothing was charged.';
  return refundedAmount < paidAmount
    ? 'Your money is on its way back to you.'
    : 'Your money has been returned to you.';
};

/** Describes the progress of an order, what the customer can do, and what happens next. */
export const storyOf = (order: Order, payment?: Payment): Story => {
  const going = (tone: Story['tone'], title: string, text: string): Story => ({
    tone,
    title,
    text,
    steps: stepsOf(order),
  });
  const ended = (title: string, text: string): Story => ({ tone: 'bad', title, text, steps: [] });
  switch (order.status) {
    case 'PENDING':
      return going('waiting', 'Setting your order aside', 'This takes a moment. Nothing is charged yet.');
    case 'AWAITING_PAYMENT':
      if (order.waitingFor?.what === 'payment-closure') {
        return going('waiting', 'Time to pay is over', 'We are making sure that no payment is on its way.');
      }
      if (payment?.status === 'FAILED') {
        return going(
          'bad',
          'Your payment was declined',
          'Nothing was charged, and your order is still set aside. Try again, or use another card.',
        );
      }
      return order.paymentLink === undefined
        ? going('waiting', 'Everything is set aside', 'The payment page is being prepared.')
        : going('waiting', 'Ready for payment', 'Everything is set aside for you.');
    case 'PAID':
      return going('good', 'Thank you, your order is paid', 'The kitchen begins shortly.');
    case 'PREPARING':
      return going('good', 'Being prepared', 'We tell you here when it is ready.');
    case 'READY':
      return going('good', 'Ready for you', 'Come to the counter and say your pickup code.');
    case 'COMPLETED':
      return going('good', 'Enjoy!', 'Your order has been handed over.');
    case 'REJECTED':
      return ended('Sold out meanwhile', 'Others were faster. Nothing was charged.');
    case 'EXPIRED':
      return ended(
        'Not paid in time',
        'Your order has been released. Nothing was charged. You can order it again.',
      );
    case 'CANCELLED':
      return ended('Cancelled', paidBack(order));
  }
};

/** True if the customer may still cancel. A customer may cancel until the preparation starts. */
export const canCancel = ({ status }: Order): boolean =>
  status === 'PENDING' || status === 'AWAITING_PAYMENT' || status === 'PAID';

const isFinal: Readonly<Record<Status, boolean>> = {
  PENDING: false,
  AWAITING_PAYMENT: false,
  PAID: false,
  PREPARING: false,
  READY: false,
  COMPLETED: true,
  REJECTED: true,
  EXPIRED: true,
  CANCELLED: true,
};

/** True if the order has ended and waits for nothing. */
export const isOver = ({ status, waitingFor }: Order): boolean => isFinal[status] && waitingFor === undefined;

/**
 * How long the page waits before it requests the order again, in milliseconds. Undefined if the order is over.
 */
export const pauseFor = (order: Order | undefined): number | undefined => {
  if (order === undefined) return 1000;
  if (isOver(order)) return undefined;
  switch (order.status) {
    case 'PENDING':
      return 700;
    case 'AWAITING_PAYMENT':
      return order.paymentLink === undefined ? 700 : 2000;
    case 'PAID':
    case 'PREPARING':
      return 4000;
    case 'READY':
      return 10_000;
    case 'COMPLETED':
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
      return 4000;
  }
};

/** The time left until an instant, such as `4:07`. Undefined if the instant has passed. */
export const timeLeft = (until: string, now: number): string | undefined => {
  const seconds = Math.ceil((Date.parse(until) - now) / 1000);
  if (seconds <= 0) return undefined;
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};
