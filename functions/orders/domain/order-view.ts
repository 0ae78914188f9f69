import { hasRole, type Caller } from '../../../shared/kernel/caller.ts';
import type { HistoryEntry, Order, OrderLine, OrderStatus, Shortage } from './order.ts';
import { moneyHeld, since } from './order.ts';

/** What an order waits for, since when, and until when at most. */
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

/** An order as the API shows it. */
export interface OrderView {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly items: readonly OrderLine[];
  readonly totalAmount: number;
  readonly currency: string;
  readonly note?: string;
  readonly createdAt: string;
  /** Until when it is to be paid; there while it is awaited. */
  readonly payBy?: string;
  /** Where to pay; gone once the order is paid or ended, or its payment is being closed. */
  readonly paymentLink?: string;
  readonly paidAmount: number;
  readonly refundedAmount: number;
  readonly history: readonly HistoryEntry[];
  readonly waitingFor?: WaitingFor;
  readonly rejection?: { readonly reason: string; readonly shortages: readonly Shortage[] };
  /** What was said when the order was cancelled; for staff alone. */
  readonly remark?: string;
}

/** Answers "what is my order waiting for?"; nothing, once it is over and no money is held. */
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
        since: order.awaitingSince,
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

/** Where to pay and until when: nothing for an order that is paid or ended, and no link for one that is being closed. */
const howToPay = (order: Order): Pick<OrderView, 'payBy' | 'paymentLink'> => {
  if (order.status !== 'AWAITING_PAYMENT') return {};
  const { payBy, paymentLink, closure } = order;
  return paymentLink === undefined || closure !== undefined ? { payBy } : { payBy, paymentLink };
};

/** The order as the API shows it to its owner. The causes in its history are stable words, never free text. */
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
    paidAmount: order.paidAmount,
    refundedAmount: order.refundedAmount,
    history: order.history,
    ...(waiting === undefined ? {} : { waitingFor: waiting }),
    ...('rejection' in order && order.rejection !== undefined ? { rejection: order.rejection } : {}),
  };
};

/** The order as the API shows it to a caller: to staff with what was said when it was cancelled. */
export const viewFor = (caller: Caller, order: Order): OrderView => {
  const remark = 'remark' in order && hasRole(caller, 'staff') ? order.remark : undefined;
  return { ...viewOf(order), ...(remark === undefined ? {} : { remark }) };
};

/** The order as it was answered when it was placed: what a repeated placement answers again. */
export const viewAsPlaced = (order: Order): OrderView => {
  const { orderId, customerId, items, totalAmount, currency, note, createdAt, stockBy } = order;
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
    history: order.history.slice(0, 1),
    waitingFor: { what: 'stock', since: createdAt, until: stockBy },
  };
};
