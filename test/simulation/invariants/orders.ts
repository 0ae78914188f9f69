import { paidSoFar, refundedSoFar, type Order } from '../../../functions/orders/domain/order.ts';
import type { OrderStatus } from '../../../shared/events/orders.ts';
import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/** The allowed status transitions. Some skip a status, because reports may arrive in the wrong order. */
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
 * Rules for orders:
 * - The status changes only as `follows` allows.
 * - An order is PAID only if the provider has a payment for it. The paid amount never decreases or exceeds the total.
 * - The refunded amount never exceeds what the provider refunded, and decreases only if the bank returned a refund.
 * - An order does not expire before its payment deadline.
 * - An order does not expire while the provider's session is open or paid, unless the request to close the payment got
 *   no answer in time.
 * - An order that is cancelled because payment is not possible has no session at the provider.
 * - An order that was cancelled before its preparation is never handed over.
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
      kernel.fail('paid-is-paid', `${name} counts as paid, but the provider has no payment`);
    }
  };

  return {
    store: {
      onOrder: (order, before) => {
        const name = world.orderName(order.orderId);
        world.trace.note(
          () => `${name}: ${before?.status ?? 'new'} -> ${order.status}, paid ${paidSoFar(order)}`,
        );
        if (before === undefined) return;
        if (before.status !== order.status) {
          if (!follows[before.status].includes(order.status)) {
            kernel.fail('order-graph', `${name} went from ${before.status} to ${order.status}`);
          }
          checkEnd(order, before);
        }
        const returned = provider.returnedOf(order.orderId);
        const less = refundedSoFar(before) - refundedSoFar(order);
        if (less > returned || paidSoFar(order) < paidSoFar(before)) {
          kernel.fail('money-only-grows', `${name}: the paid or refunded amount decreased`);
        }
        if (refundedSoFar(order) > provider.refundedOf(order.orderId) + returned) {
          kernel.fail(
            'refunds-are-real',
            `${name} counts ${refundedSoFar(order)} as refunded; the provider refunded ${provider.refundedOf(order.orderId)}`,
          );
        }
        if (paidSoFar(order) > order.totalAmount) {
          kernel.fail('never-too-much', `${name} was paid ${paidSoFar(order)} of ${order.totalAmount}`);
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
