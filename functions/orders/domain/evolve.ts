import { without } from '../../../shared/kernel/aggregate.ts';
import {
  type AwaitingOrder,
  customerTexts,
  type EndedOrder,
  type HistoryEntry,
  isWatched,
  type Order,
  type OrderEvent,
  type PaidOrder,
  type PendingOrder,
} from './order.ts';

/** Fields that are removed when an order leaves PENDING. */
const pendingOnly = ['stockBy', 'attempt', 'askedAt'] as const satisfies readonly (keyof PendingOrder)[];

/** Fields that are removed when an order is paid or ends. */
const unpaidOnly = [
  ...pendingOnly,
  'lastDuty',
  'payBy',
  'paymentLink',
  'declines',
  'linkAskedAt',
  'remindedAt',
  'closure',
] as const satisfies readonly (keyof PendingOrder | keyof AwaitingOrder)[];

/**
 * Removes what the customer wrote, if the customer is forgotten. The note may name an allergy, and the kitchen gets it
 * with OrderPaid. So these texts are removed only after OrderPaid was published, or when the order ends.
 */
const withoutForgottenTexts = <State extends Order>(order: State): State =>
  order.forgottenAt === undefined ? order : (without(order, customerTexts) as unknown as State);

const append = (order: Order, ...entries: readonly HistoryEntry[]): readonly HistoryEntry[] => [
  ...order.history,
  ...entries,
];

/**
 * Moves a paid order to a later status. Adds the statuses between the old and the new one to the history, if the
 * reports about them have not arrived yet.
 */
const advance = (order: Order, status: PaidOrder['status'], at: string): Order => {
  const path: readonly PaidOrder['status'][] = ['PAID', 'PREPARING', 'READY', 'COMPLETED'];
  const from = path.indexOf(order.status as PaidOrder['status']);
  const skipped = path
    .slice(from + 1, path.indexOf(status))
    .map((step): HistoryEntry => ({ status: step, at, cause: 'inferred' }));
  const advanced: Order = {
    ...without(order, unpaidOnly),
    status,
    history: append(order, ...skipped, { status, at }),
  };
  return status === 'PAID' ? advanced : withoutForgottenTexts(advanced);
};

const end = (
  order: Order,
  status: EndedOrder['status'],
  at: string,
  cause: string,
  more: Pick<EndedOrder, 'rejection' | 'remark'> = {},
): Order =>
  withoutForgottenTexts({
    ...without(order, unpaidOnly),
    status,
    history: append(order, { status, at, cause }),
    ...more,
  });

const forget = (order: Order, at: string, pseudonym: string): Order => {
  const { remark: _remark, ...wordless } = order as EndedOrder;
  const forgotten = { ...wordless, customerId: pseudonym, fingerprint: '', forgottenAt: at } as Order;
  return isWatched(forgotten) ? forgotten : withoutForgottenTexts(forgotten);
};

/**
 * Returns the order after an event. Fields of one status, such as `paymentLink`, change only while the order has that
 * status.
 */
export const evolve = (order: Order, event: OrderEvent): Order => {
  const { at } = event;
  switch (event.type) {
    case 'Placed':
      return order;
    case 'StockAskedAgain':
      return order.status === 'PENDING' ? { ...order, attempt: event.attempt, askedAt: at } : order;
    case 'StockConfirmed':
      return {
        ...without(order, pendingOnly),
        status: 'AWAITING_PAYMENT',
        payBy: event.payBy,
        history: append(order, { status: 'AWAITING_PAYMENT', at }),
      };
    case 'Rejected':
      return end(order, 'REJECTED', at, event.reason, {
        rejection: { reason: event.reason, shortages: event.shortages },
      });
    case 'LinkRecorded':
      return order.status === 'AWAITING_PAYMENT' ? { ...order, paymentLink: event.paymentLink } : order;
    case 'LinkAskedAgain':
      return order.status === 'AWAITING_PAYMENT' ? { ...order, linkAskedAt: at } : order;
    case 'Reminded':
      return order.status === 'AWAITING_PAYMENT' ? { ...order, remindedAt: at } : order;
    case 'DeclineRecorded':
      return order.status === 'AWAITING_PAYMENT'
        ? {
            ...order,
            declines: [...(order.declines ?? []), event.declineId],
            history: append(order, { status: order.status, at, cause: `payment-declined: ${event.reason}` }),
          }
        : order;
    case 'ClosureRequested':
      return order.status === 'AWAITING_PAYMENT'
        ? { ...order, closure: { requestedAt: at, answerBy: event.answerBy } }
        : order;
    case 'DutyDone':
      return isWatched(order)
        ? { ...order, lastDuty: { number: (order.lastDuty?.number ?? 0) + 1, tickSentAt: event.tickSentAt } }
        : order;
    case 'Paid':
      return advance({ ...order, paidAmount: event.amount }, 'PAID', at);
    case 'UnwantedPaymentRecorded':
      return { ...order, paidAmount: event.amount };
    case 'PreparationConfirmed':
      return event.again ? order : advance(order, 'PREPARING', at);
    case 'BecameReady':
      return advance(order, 'READY', at);
    case 'Completed':
      return advance(order, 'COMPLETED', at);
    case 'Cancelled':
      return end(
        order,
        'CANCELLED',
        at,
        event.reason,
        event.remark === undefined ? {} : { remark: event.remark },
      );
    case 'Expired':
      return end(order, 'EXPIRED', at, event.reason);
    case 'RefundRequested':
      return { ...order, refundRequestedAt: at };
    case 'RefundRecorded':
      return {
        ...order,
        refundedAmount: event.refundedAmount,
        ...(event.revision === undefined ? {} : { refundRevision: event.revision }),
      };
    case 'RefundRefused':
      return { ...order, refundRefusedAt: at };
    case 'CustomerForgotten':
      return forget(order, at, event.pseudonym);
  }
};
