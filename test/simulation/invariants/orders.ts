import type { Order, OrderStatus } from '../../../functions/orders/domain/order.ts';
import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/** The graph of an order's life, with the steps that late reports skip. */
const follows: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  PENDING: ['AWAITING_PAYMENT', 'REJECTED', 'CANCELLED'],
  AWAITING_PAYMENT: ['PAID', 'CANCELLED', 'EXPIRED'],
  PAID: ['PREPARING', 'READY', 'COMPLETED', 'CANCELLED'],
  PREPARING: ['READY', 'COMPLETED', 'CANCELLED'],
  READY: ['COMPLETED', 'CANCELLED'],
  COMPLETED: [],
  REJECTED: [],
  CANCELLED: [],
  EXPIRED: [],
};

/**
 * An order's status moves along its graph alone. Money is counted as the provider counts it. It does not expire while the
 * provider would still take its money, unless the provider was asked and did not answer in time, nor before its time to
 * pay is over. One that is cancelled because nobody could have paid it has no session at the provider. An order that was
 * cancelled before its preparation began is never handed over.
 */
export const orderInvariants = ({ world, stores, provider }: Shop): Observer => {
  const { kernel } = world;
  const cancelledBeforePreparation = new Set<string>();

  const checkEnd = (order: Order, before: Order): void => {
    const { orderId, status } = order;
    const name = world.orderName(orderId);
    if (status === 'EXPIRED') {
      const session = provider.sessionOf(orderId)?.status;
      const graceIsOver =
        before.status === 'AWAITING_PAYMENT' &&
        before.closure !== undefined &&
        before.closure.answerBy <= kernel.now();
      if ((session === 'open' || session === 'paid') && !graceIsOver) {
        kernel.fail('provider-first', `${name} expired while its session is ${session}`);
      }
      if (before.status === 'AWAITING_PAYMENT' && kernel.now() < before.payBy) {
        kernel.fail('time-to-pay', `${name} expired before ${before.payBy}`);
      }
    }
    if (order.history.at(-1)?.cause === 'payment-not-possible' && provider.sessionOf(orderId) !== undefined) {
      kernel.fail('could-be-paid', `${name} is ${status} as if it could not be paid, and has a session`);
    }
    if (status === 'CANCELLED' && ['PENDING', 'AWAITING_PAYMENT', 'PAID'].includes(before.status)) {
      cancelledBeforePreparation.add(orderId);
      const ticket = stores.tickets.rows.get(orderId)?.state.status;
      if (ticket === 'READY' || ticket === 'COMPLETED') {
        kernel.fail('cancelled-is-not-handed-over', `${name} was cancelled while its ticket is ${ticket}`);
      }
    }
    if (status === 'PAID' && provider.sessionOf(orderId)?.status !== 'paid') {
      kernel.fail('paid-is-paid', `${name} counts as paid, which the provider does not know of`);
    }
  };

  return {
    store: {
      onOrder: (order, before) => {
        const name = world.orderName(order.orderId);
        world.trace.note(
          () => `${name}: ${before?.status ?? 'new'} -> ${order.status}, paid ${order.paidAmount}`,
        );
        if (before === undefined) return;
        if (before.status !== order.status) {
          if (!follows[before.status].includes(order.status)) {
            kernel.fail('order-graph', `${name} went from ${before.status} to ${order.status}`);
          }
          checkEnd(order, before);
        }
        const returned = provider.returnedOf(order.orderId);
        const less = before.refundedAmount - order.refundedAmount;
        if (less > returned || order.paidAmount < before.paidAmount) {
          kernel.fail('money-only-grows', `${name}: paid or refunded money became less`);
        }
        if (order.refundedAmount > provider.refundedOf(order.orderId) + returned) {
          kernel.fail(
            'refunds-are-real',
            `${name} says ${order.refundedAmount} were given back, the provider ${provider.refundedOf(order.orderId)}`,
          );
        }
        if (order.paidAmount > order.totalAmount) {
          kernel.fail('never-too-much', `${name} was paid ${order.paidAmount} of ${order.totalAmount}`);
        }
      },
      onTicket: (ticket, before) => {
        world.trace.note(
          () =>
            `ticket of ${world.orderName(ticket.orderId)}: ${before?.status ?? 'new'} -> ${ticket.status}`,
        );
        if (ticket.status !== 'READY' && ticket.status !== 'COMPLETED') return;
        if (!cancelledBeforePreparation.has(ticket.orderId)) return;
        kernel.fail(
          'cancelled-is-not-handed-over',
          `the ticket of ${world.orderName(ticket.orderId)} became ${ticket.status} after the cancellation`,
        );
      },
    },
  };
};
