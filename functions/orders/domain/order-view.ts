import type { OrderLine, RejectionReason, Shortage } from '../../../shared/events/fields.ts';
import type { OrderStatus } from '../../../shared/events/orders.ts';
import { addSeconds } from '../../../shared/kernel/clock.ts';
import { hasRole, type Caller } from '../../../shared/kernel/caller.ts';
import { moneyHeld, paidSoFar, refundedSoFar, since, type HistoryEntry, type Order } from './order.ts';

/** What an order waits for, since when, and until when. */
export interface WaitingFor {
  readonly what:
    | 'stock'
    | 'payment-link'
    | 'payment'
    | 'payment-closure'
    | 'preparation'
    | 'readiness'
    | 'collection'
    | 'refund';
  readonly since: string;
  readonly until?: string;
}

/** An order as the API returns it. */
export interface OrderView {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly items: readonly OrderLine[];
  readonly totalAmount: number;
  readonly currency: string;
  readonly note?: string;
  readonly createdAt: string;
  /** The deadline for the payment. Present while the order is AWAITING_PAYMENT. */
  readonly payBy?: string;
  /** URL of the payment page. Present while the customer can pay. */
  readonly paymentLink?: string;
  readonly paidAmount: number;
  readonly refundedAmount: number;
  readonly history: readonly Required<HistoryEntry>[];
  readonly waitingFor?: WaitingFor;
  readonly rejection?: { readonly reason: RejectionReason; readonly shortages: readonly Shortage[] };
  /** Free text of the person who cancelled. Only staff see it. */
  readonly remark?: string;
}

/** What the order waits for. Returns `undefined` if it is completed, or if it has ended and has no money to refund. */
export const waitingFor = (order: Order): WaitingFor | undefined => {
  switch (order.status) {
    case 'PENDING':
      return { what: 'stock', since: order.createdAt, until: order.stockBy };
    case 'AWAITING_PAYMENT':
      if (order.closure !== undefined) {
        return { what: 'payment-closure', since: order.closure.requestedAt, until: order.closure.answerBy };
      }
      return {
        what: order.paymentLink === undefined ? 'payment-link' : 'payment',
        since: since(order),
        until: order.payBy,
      };
    case 'PAID':
      return { what: 'preparation', since: since(order) };
    case 'PREPARING':
      return { what: 'readiness', since: since(order) };
    case 'READY':
      return { what: 'collection', since: since(order) };
    case 'COMPLETED':
      return undefined;
    case 'REJECTED':
    case 'CANCELLED':
    case 'EXPIRED':
      return moneyHeld(order) > 0
        ? { what: 'refund', since: order.refundRequestedAt ?? since(order) }
        : undefined;
  }
};

/** The payment's deadline and link. Leaves out what the customer can no longer use. */
const howToPay = (order: Order): Pick<OrderView, 'payBy' | 'paymentLink'> => {
  if (order.status !== 'AWAITING_PAYMENT') return {};
  const { payBy, paymentLink, closure } = order;
  return paymentLink === undefined || closure !== undefined ? { payBy } : { payBy, paymentLink };
};

/** The cause that the API returns for a history entry without a stored `cause`. */
const usualCauses: Readonly<Record<OrderStatus, string>> = {
  PENDING: 'placed',
  AWAITING_PAYMENT: 'stock-reserved',
  PAID: 'payment-succeeded',
  PREPARING: 'preparation-started',
  READY: 'preparation-finished',
  COMPLETED: 'handed-over',
  REJECTED: 'rejected',
  CANCELLED: 'cancelled',
  EXPIRED: 'expired',
};

const historyOf = (order: Order): readonly Required<HistoryEntry>[] =>
  [{ status: 'PENDING', at: order.createdAt } as HistoryEntry, ...order.history].map(
    ({ status, at, cause = usualCauses[status] }) => ({ status, at, cause }),
  );

/** The order as the API returns it to its owner. */
export const viewOf = (order: Order): OrderView => {
  const waiting = waitingFor(order);
  return {
    orderId: order.orderId,
    customerId: order.customerId,
    status: order.status,
    items: order.items,
    totalAmount: order.totalAmount,
    currency: order.currency,
    ...(order.note === undefined ? {} : { note: order.note }),
    createdAt: order.createdAt,
    ...howToPay(order),
    paidAmount: paidSoFar(order),
    refundedAmount: refundedSoFar(order),
    history: historyOf(order),
    ...(waiting === undefined ? {} : { waitingFor: waiting }),
    ...('rejection' in order && order.rejection !== undefined ? { rejection: order.rejection } : {}),
  };
};

/** The order as the API returns it to this caller. Staff also see the remark. */
export const viewFor = (caller: Caller, order: Order): OrderView => {
  const remark = 'remark' in order && hasRole(caller, 'staff') ? order.remark : undefined;
  return { ...viewOf(order), ...(remark === undefined ? {} : { remark }) };
};

/**
 * The order as it was when it was placed. `POST /orders` returns this view, so a repeated request gets the same
 * response.
 * @param stockBySeconds how long an order waits for the inventory service to answer, in seconds.
 */
export const viewAsPlaced = (order: Order, stockBySeconds: number): OrderView => {
  const { orderId, customerId, items, totalAmount, currency, note, createdAt } = order;
  return {
    orderId,
    customerId,
    status: 'PENDING',
    items,
    totalAmount,
    currency,
    ...(note === undefined ? {} : { note }),
    createdAt,
    paidAmount: 0,
    refundedAmount: 0,
    history: historyOf(order).slice(0, 1),
    waitingFor: { what: 'stock', since: createdAt, until: addSeconds(createdAt, stockBySeconds) },
  };
};
