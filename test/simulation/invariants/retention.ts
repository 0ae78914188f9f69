import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import { moneyHeld } from '../../../functions/orders/domain/order.ts';
import type { Shop } from '../world/shop.ts';
import { MAX_AGE_DAYS } from '../world/services.ts';
import { orderIdOf, type Observer } from './observer.ts';

/** The events that create a row, and the store of that row. If the row has expired, the same event creates it again. */
const openedBy = {
  PaymentRequested: 'payments',
  PaymentClosureRequested: 'payments',
  OrderPaid: 'tickets',
} as const;

/**
 * Rules for the expiry of rows:
 * - These have no expiry: an order that is not over or has money to refund, a payment that can still be paid or has a
 *   pending refund, and an open ticket.
 * - A row expires only when the inboxes no longer accept the events that can create it.
 * - At the end of a run, every order that is over has an expiry, so that no order is kept for ever.
 */
export const retentionInvariants = ({ world, stores }: Shop): Observer => {
  const { kernel } = world;
  const opening = new Map<string, QueueMessage>();
  const expiryOf = (store: 'orders' | 'payments' | 'tickets', orderId: string): number | undefined =>
    stores[store].rows.get(orderId)?.expiresAt;
  const failIf = (wrong: boolean, orderId: string, what: string): void => {
    if (wrong) kernel.fail('kept-while-needed', `${world.orderName(orderId)} expires: ${what}`);
  };
  const isEnded = (status: string): boolean => ['REJECTED', 'CANCELLED', 'EXPIRED'].includes(status);

  return {
    store: {
      onOrder: (order) => {
        if (expiryOf('orders', order.orderId) === undefined) return;
        const { orderId, status } = order;
        failIf(status !== 'COMPLETED' && !isEnded(status), orderId, `the order is ${status}`);
        failIf(isEnded(status) && moneyHeld(order) > 0, orderId, 'the order holds money');
      },
      onPayment: (payment) => {
        if (expiryOf('payments', payment.orderId) === undefined) return;
        const { orderId, status } = payment;
        failIf(status === 'PENDING' || status === 'FAILED', orderId, `the payment is ${status}`);
        const refunds = 'refunds' in payment ? payment.refunds : [];
        failIf(
          refunds.some((refund) => refund.status === 'PENDING'),
          orderId,
          'the payment has a refund under way',
        );
      },
      onTicket: ({ orderId, status }) => {
        const isOpen = ['WAITING', 'PREPARING', 'READY'].includes(status);
        failIf(isOpen && expiryOf('tickets', orderId) !== undefined, orderId, `the ticket is ${status}`);
      },
    },
    onPublished: (event) => {
      if (Object.hasOwn(openedBy, event.type)) opening.set(`${event.type} ${event.time} ${event.id}`, event);
    },
    atEnd: () => {
      for (const event of opening.values()) {
        const expiresAt = expiryOf(openedBy[event.type as keyof typeof openedBy], orderIdOf(event));
        const refusedFrom = Date.parse(event.time) / 1000 + MAX_AGE_DAYS * 86_400;
        if (expiresAt !== undefined && expiresAt < refusedFrom) {
          kernel.fail(
            'outlives-its-events',
            `${world.describe(event)} is accepted after its row has expired`,
          );
        }
      }
      for (const { state } of stores.orders.rows.values()) {
        const isOver = state.status === 'COMPLETED' || (isEnded(state.status) && moneyHeld(state) <= 0);
        if (isOver && expiryOf('orders', state.orderId) === undefined) {
          kernel.fail(
            'nothing-is-kept-for-ever',
            `${world.orderName(state.orderId)} is over and never expires`,
          );
        }
      }
    },
  };
};
