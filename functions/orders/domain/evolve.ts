import type { OrderEvent } from './events.ts';
import {
  isWatched,
  type EndedOrder,
  type HistoryEntry,
  type Order,
  type PaidOrder,
  type PendingOrder,
} from './order.ts';

type Facts = Omit<PendingOrder, 'status' | 'attempt' | 'askedAt'>;

/** What an order keeps whatever becomes of it. */
const factsOf = (order: Order): Facts => ({
  orderId: order.orderId,
  customerId: order.customerId,
  items: order.items,
  totalAmount: order.totalAmount,
  currency: order.currency,
  ...(order.note === undefined ? {} : { note: order.note }),
  fingerprint: order.fingerprint,
  createdAt: order.createdAt,
  stockBy: order.stockBy,
  paidAmount: order.paidAmount,
  refundedAmount: order.refundedAmount,
  ...(order.refundRevision === undefined ? {} : { refundRevision: order.refundRevision }),
  history: order.history,
  ...(order.refundRequestedAt === undefined ? {} : { refundRequestedAt: order.refundRequestedAt }),
  ...(order.refundRefusedAt === undefined ? {} : { refundRefusedAt: order.refundRefusedAt }),
});

const note = (order: Order, ...entries: readonly HistoryEntry[]): readonly HistoryEntry[] => [
  ...order.history,
  ...entries,
];

/** Moves a paid order on; steps that its reports skipped are filled into the history. */
const advance = (order: Order, status: PaidOrder['status'], at: string, cause: string): Order => {
  const path: readonly PaidOrder['status'][] = ['PAID', 'PREPARING', 'READY', 'COMPLETED'];
  const from = path.indexOf(order.status as PaidOrder['status']);
  const skipped = path
    .slice(from + 1, path.indexOf(status))
    .map((step): HistoryEntry => ({ status: step, at, cause: 'inferred' }));
  return { ...factsOf(order), status, history: note(order, ...skipped, { status, at, cause }) };
};

const end = (
  order: Order,
  status: EndedOrder['status'],
  at: string,
  cause: string,
  more: Pick<EndedOrder, 'rejection' | 'remark'> = {},
): Order => ({
  ...factsOf(order),
  status,
  history: note(order, { status, at, cause }),
  ...more,
});

/** The order after an event. Total: an event that does not fit the state leaves it as it is. */
export const evolve = (order: Order, event: OrderEvent): Order => {
  const { at } = event;
  switch (event.type) {
    case 'StockAskedAgain':
      return order.status === 'PENDING' ? { ...order, attempt: event.attempt, askedAt: at } : order;
    case 'StockConfirmed':
      return {
        ...factsOf(order),
        status: 'AWAITING_PAYMENT',
        payBy: event.payBy,
        declines: [],
        ...(isWatched(order) && order.lastDuty !== undefined ? { lastDuty: order.lastDuty } : {}),
        awaitingSince: at,
        linkAskedAt: at,
        history: note(order, { status: 'AWAITING_PAYMENT', at, cause: 'stock-reserved' }),
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
            declines: [...order.declines, event.declineId],
            history: note(order, { status: order.status, at, cause: `payment-declined: ${event.reason}` }),
          }
        : order;
    case 'ClosureRequested':
      return order.status === 'AWAITING_PAYMENT'
        ? { ...order, closure: { requestedAt: at, answerBy: event.answerBy } }
        : order;
    case 'DutyDone':
      return isWatched(order)
        ? { ...order, lastDuty: { number: (order.lastDuty?.number ?? 0) + 1, by: event.by } }
        : order;
    case 'Paid':
      return advance({ ...order, paidAmount: event.amount }, 'PAID', at, 'payment-succeeded');
    case 'UnwantedPaymentRecorded':
      return { ...order, paidAmount: event.amount };
    case 'PreparationConfirmed':
      return event.again ? order : advance(order, 'PREPARING', at, 'preparation-started');
    case 'BecameReady':
      return advance(order, 'READY', at, 'preparation-finished');
    case 'Completed':
      return advance(order, 'COMPLETED', at, 'handed-over');
    case 'Cancelled':
      return end(
        order,
        'CANCELLED',
        at,
        event.cause,
        event.remark === undefined ? {} : { remark: event.remark },
      );
    case 'Expired':
      return end(order, 'EXPIRED', at, event.cause);
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
  }
};
