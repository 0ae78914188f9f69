import { moneyHeld, refundedSoFar, type Order } from '../../../functions/orders/domain/order.ts';
import { isCaptured, refundedTotal } from '../../../functions/payments/domain/payment.ts';
import type { TicketRecord } from '../../../functions/fulfilment/domain/ticket.ts';
import type { RestingMessage } from '../world/queue.ts';
import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/**
 * The ticket statuses that each order status allows at the end of a run. An order that was cancelled during its
 * preparation may have a completed ticket.
 */
const ticketOf: Readonly<Record<Order['status'], readonly (TicketRecord['status'] | 'none')[]>> = {
  PENDING: [],
  AWAITING_PAYMENT: [],
  PAID: ['WAITING'],
  PREPARING: ['PREPARING'],
  READY: ['READY'],
  COMPLETED: ['COMPLETED'],
  REJECTED: ['none'],
  EXPIRED: ['none'],
  CANCELLED: ['CANCELLED', 'TOMBSTONE', 'COMPLETED'],
};

/** Whether the order was cancelled while it was PREPARING or READY. */
const inPreparation = (order: Order): boolean => {
  const { history } = order;
  const before = history.findLast(({ status }) => status !== order.status)?.status;
  return order.status === 'CANCELLED' && (before === 'PREPARING' || before === 'READY');
};

/**
 * Rules for the end of a run, when nothing happens any more:
 * - Every order is in a final status or waits for the kitchen. Its ticket matches its status.
 * - For an order that is PAID, PREPARING, READY or COMPLETED, the stock is committed and the money is captured. A PAID
 *   order has money that is not refunded.
 * - An order that was rejected, cancelled or expired holds no money and no stock, and can no longer be paid. But if it
 *   was cancelled while it was PREPARING or READY, its stock stays committed, because the goods are used.
 * - No refund is pending. The provider, the payments service and the orders service agree on the refunded amount,
 *   whoever made the refunds.
 * - The payments service has recorded every dispute, and whether the merchant won or lost it.
 * - The only dead letters left are those that can never be processed, and every event is published.
 * - Every price in the orders service is up to date.
 */
export const endInvariants = (shop: Shop, needsAPerson: (message: RestingMessage) => boolean): Observer => {
  const { world, stores, provider, queues, streams, bus } = shop;
  const { kernel } = world;

  const checkPaid = (order: Order, name: string): void => {
    const payment = stores.payments.rows.get(order.orderId)?.state;
    const row = stores.reservations.rows.get(order.orderId)?.state;
    if (row?.status !== 'COMMITTED') kernel.fail('paid-has-stock', `${name}: stock is ${row?.status}`);
    if (payment === undefined || !isCaptured(payment)) kernel.fail('paid-has-money', `${name}: no capture`);
    if (order.status === 'PAID' && moneyHeld(order) <= 0) {
      kernel.fail('refunded-is-cancelled', `${name} is PAID although all its money was refunded`);
    }
  };

  const checkEnded = (order: Order, name: string): void => {
    const { orderId, status } = order;
    const row = stores.reservations.rows.get(orderId)?.state.status;
    const mayHold = inPreparation(order) ? 'COMMITTED' : undefined;
    if ((row === 'RESERVED' || row === 'COMMITTED') && row !== mayHold) {
      kernel.fail('ended-holds-no-stock', `${name} is ${status}, its stock ${row}`);
    }
    if (mayHold !== undefined && row !== mayHold) {
      kernel.fail('used-goods-are-gone', `${name} was cancelled in preparation, its stock is ${row}`);
    }
    const session = provider.sessionOf(orderId);
    const held = provider.heldOf(orderId);
    if (held !== 0) kernel.fail('ended-holds-no-money', `${name} is ${status} and still holds ${held}`);
    if (session?.status === 'open')
      kernel.fail('ended-takes-no-money', `${name} is ${status} and can be paid`);
  };

  const checkOrder = (order: Order): void => {
    const name = world.orderName(order.orderId);
    switch (order.status) {
      case 'PENDING':
      case 'AWAITING_PAYMENT':
        return kernel.fail('liveness', `${name} stays ${order.status}`);
      case 'PAID':
      case 'PREPARING':
      case 'READY':
      case 'COMPLETED':
        checkPaid(order, name);
        break;
      case 'REJECTED':
      case 'CANCELLED':
      case 'EXPIRED':
        checkEnded(order, name);
        break;
    }
    const ticket = stores.tickets.rows.get(order.orderId)?.state.status ?? 'none';
    if (!ticketOf[order.status].includes(ticket)) {
      kernel.fail('kitchen-agrees', `${name} is ${order.status}, its ticket ${ticket}`);
    }
    if (ticket === 'COMPLETED' && order.status === 'CANCELLED' && !inPreparation(order)) {
      kernel.fail('cancelled-is-not-handed-over', `${name} is CANCELLED and was handed over`);
    }
    return undefined;
  };

  const checkPayments = (): void => {
    for (const { state } of stores.payments.rows.values()) {
      if (!isCaptured(state)) continue;
      const name = world.orderName(state.orderId);
      if (state.refunds.some(({ status }) => status === 'PENDING')) {
        kernel.fail('refunds-end', `a refund of ${name} stays PENDING`);
      }
      const order = stores.orders.rows.get(state.orderId)?.state;
      const [settled, given] = [refundedTotal(state), provider.refundedOf(state.orderId)];
      if (settled !== given || (order && refundedSoFar(order)) !== given) {
        kernel.fail(
          'books-agree',
          `${name}: the provider refunded ${given}; the payment says ${settled}, the order ${order && refundedSoFar(order)}`,
        );
      }
      const [known, disputes] = [state.outside?.disputes ?? [], provider.disputesOf(state.orderId)];
      if (
        disputes.some(
          ({ disputeId, status }) => known.find((one) => one.disputeId === disputeId)?.status !== status,
        )
      ) {
        kernel.fail(
          'disputes-are-known',
          `${name}: ${JSON.stringify(disputes)}, recorded ${JSON.stringify(known)}`,
        );
      }
    }
  };

  return {
    atEnd: () => {
      for (const { state } of stores.orders.rows.values()) checkOrder(state);
      checkPayments();
      for (const queue of queues.values()) {
        const rest = queue.resting.filter((message) => !needsAPerson(message));
        if (rest.length > 0) kernel.fail('liveness', `${queue.name} has ${rest.length} dead letters`);
      }
      for (const [service, stream] of streams) {
        if (stream.waiting() > 0) kernel.fail('liveness', `the stream of ${service} is not relayed`);
      }
      if (bus.refused() > 0) kernel.fail('liveness', 'refused events are not published');
      for (const { state } of stores.products.rows.values()) {
        const price = stores.prices.known.get(state.productId);
        if (price?.revision !== state.revision || price.unitAmount !== state.unitAmount) {
          kernel.fail(
            'projections-catch-up',
            `the orders service has revision ${price?.revision} of ${state.productId}`,
          );
        }
      }
    },
  };
};
