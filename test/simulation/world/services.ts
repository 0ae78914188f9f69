import { stockMovementOf } from '../../../functions/inventory/adapters/items.ts';
import { adjustStock } from '../../../functions/inventory/adjust-stock.ts';
import { batchIdOf } from '../../../functions/inventory/group-commit/batch-id.ts';
import { soldOutMemory } from '../../../functions/inventory/group-commit/sold-out.ts';
import { stockLow } from '../../../functions/inventory/publications.ts';
import { putProduct } from '../../../functions/inventory/put-product.ts';
import { reactions as inventoryReactions, reservations } from '../../../functions/inventory/reactions.ts';
import { sweepBatches } from '../../../functions/inventory/group-commit/sweep-batches.ts';
import { ticketAggregate } from '../../../functions/fulfilment/aggregate.ts';
import { reactions as fulfilmentReactions } from '../../../functions/fulfilment/reactions.ts';
import { reactions as insightsReactions } from '../../../functions/insights/reactions.ts';
import { completeTicket, markTicketReady, startTicket } from '../../../functions/fulfilment/step-ticket.ts';
import { hearFeedback } from '../../../functions/notifications/hear-feedback.ts';
import {
  feedbackMessages,
  reactions as notificationReactions,
} from '../../../functions/notifications/reactions.ts';
import { sendNotification } from '../../../functions/notifications/send-notification.ts';
import { erasureAggregate, orderAggregate, orderRefusals } from '../../../functions/orders/aggregate.ts';
import { cancelOrder } from '../../../functions/orders/cancel-order.ts';
import type { Order, OrderEvent } from '../../../functions/orders/domain/order.ts';
import { forgetCustomer } from '../../../functions/orders/forget-customer.ts';
import { placeOrder } from '../../../functions/orders/place-order.ts';
import { reactions as ordersReactions, watchdogReactions } from '../../../functions/orders/reactions.ts';
import { requestErasure } from '../../../functions/orders/request-erasure.ts';
import { watchOrder } from '../../../functions/orders/watch-order.ts';
import { paymentAggregate } from '../../../functions/payments/aggregate.ts';
import { ownMessages, reactions as paymentsReactions } from '../../../functions/payments/reactions.ts';
import { receiveWebhook } from '../../../functions/payments/receive-webhook.ts';
import { refundPayment } from '../../../functions/payments/refunds/refund-payment.ts';
import { sweepPayments } from '../../../functions/payments/refunds/sweep-payments.ts';
import type { InboxName } from '../../../shared/events/subscriptions.ts';
import type { Decide } from '../../../shared/kernel/aggregate.ts';
import type { Trace } from '../../../shared/kernel/messages.ts';
import type { OwnMessages } from '../../../shared/messaging/consumer.ts';
import { outboxEvents, type EventsOf } from '../../../shared/messaging/relay.ts';
import type { Ports } from './ports.ts';
import type { World } from './world.ts';

/** The age up to which an inbox accepts a message, in days. A run takes some simulated hours. */
export const MAX_AGE_DAYS = 1;
/** How many days rows are kept. Rows are kept for longer than inboxes accept the events that create them. */
const KEEP_DAYS = 2 * MAX_AGE_DAYS;

/**
 * The use cases and reactions of all services. They get simulated ports, in the same way as each service's `lambdas/`
 * passes them the real ports.
 */
export type Services = ReturnType<typeof createServices>;

export type AllReactions = Services['reactions'];

export const dependenciesOf = (world: World, ports: Ports) => {
  const { now } = world.kernel;
  const { periods, messaging } = world.configuration;
  const orders = orderAggregate(ports.orders, now, KEEP_DAYS);
  return {
    now,
    periods,
    orders,
    /** Changes an order. Throws the same errors as the orders service's reactions. */
    changeOrder: (
      orderId: string,
      trace: Trace,
      decide: Decide<Order, OrderEvent, keyof typeof orderRefusals>,
    ): Promise<Order> => orders.changeOrFail(orderId, trace, decide, orderRefusals),
    inventory: {
      reservations: ports.reservations,
      batches: ports.batches,
      now,
      pause: ports.pause,
      newBatchId: () => batchIdOf(Math.floor(world.kernel.milliseconds() / 1000), world.randomBytes(5)),
      requeue: ports.requeue,
      soldOut: soldOutMemory(now),
    },
    payments: {
      payments: paymentAggregate(ports.payments, now, KEEP_DAYS, ports.pause),
      gateway: ports.gateway,
      now,
      onSessionRefused: () => undefined,
    },
    fulfilment: { tickets: ticketAggregate(ports.tickets, now, KEEP_DAYS), now },
    claimSeconds: messaging.functionTimeoutMs / 1000,
  };
};
export type Dependencies = ReturnType<typeof dependenciesOf>;

/** Below this number of available units, the inventory service publishes StockLow. */
const STOCK_LOW_THRESHOLD = 2;

/** The copies of an erased customer's data expire after this many days. No simulation takes that long. */
const COPIES_DAYS = 100;

export const createServices = (world: World, ports: Ports) => {
  const dependencies = dependenciesOf(world, ports);
  const { now, periods, orders, inventory, payments, fulfilment } = dependencies;
  const watch = watchOrder({ orders, ticks: ports.ticks, periods, now });
  const erasures = erasureAggregate(ports.erasures, now, COPIES_DAYS);
  const forget = forgetCustomer({
    erasures,
    orders,
    store: ports.orders,
    ticks: ports.erasureTicks,
    newId: world.newId,
    now,
    settleSeconds: periods.erasureSettleSeconds,
    maxTickSeconds: periods.maxTickSeconds,
  });
  const watchdog = watchdogReactions(watch, forget);
  const notify = sendNotification({
    contacts: ports.contacts,
    log: ports.log,
    mailer: ports.mailer,
    texter: ports.texter,
    now,
    claimSeconds: dependencies.claimSeconds,
    textCountries: ['DE'],
    maxMessagesADay: 10_000,
    onSuppressed: () => undefined,
    onRefused: () => undefined,
  });
  const reactions = {
    'orders-inbox': ordersReactions({
      orders,
      erasureTicks: ports.erasureTicks,
      prices: ports.prices,
      paymentWindowSeconds: periods.paymentWindowSeconds,
    }),
    'orders-watchdog': watchdog.reactions,
    'inventory-inbox': inventoryReactions(inventory),
    'inventory-reservations': reservations(inventory),
    'payments-inbox': paymentsReactions(payments),
    'fulfilment-inbox': fulfilmentReactions(fulfilment),
    'notifications-inbox': notificationReactions({
      notify,
      contacts: ports.contacts,
      log: ports.log,
      now,
    }),
    'mail-feedback': {},
    'insights-inbox': insightsReactions({
      rows: ports.insights,
      pause: ports.pause,
      keepDays: KEEP_DAYS,
    }),
  };
  const own: Readonly<Partial<Record<InboxName, OwnMessages>>> = {
    'orders-watchdog': watchdog.ownMessages,
    'payments-inbox': ownMessages(payments),
    'mail-feedback': feedbackMessages(hearFeedback({ contacts: ports.contacts, onHeard: () => undefined })),
  };
  const lowStock = stockLow(STOCK_LOW_THRESHOLD, now);
  const inventoryEvents: EventsOf = (change) => {
    const movement = stockMovementOf(change);
    return movement === undefined ? outboxEvents(change) : lowStock(movement);
  };

  return {
    dependencies,
    reactions,
    own,
    watch,
    forget,
    notify,
    inventoryEvents,
    receiveWebhook: receiveWebhook({
      verifier: ports.verifier,
      queue: ports.ownQueue,
      now,
      onRejected: () => undefined,
    }),
    placeOrder: placeOrder({
      orders,
      store: ports.orders,
      prices: ports.prices,
      now,
      stockBySeconds: periods.stockBySeconds,
    }),
    cancelOrder: cancelOrder({ orders }),
    requestErasure: requestErasure({
      erasures,
      accounts: ports.accounts,
      now,
      copiesDays: COPIES_DAYS,
    }),
    putProduct: putProduct({ products: ports.products, stock: ports.stock, now }),
    sweepBatches: sweepBatches({ ...inventory, products: ports.products }),
    adjustStock: adjustStock({ products: ports.products, stock: ports.stock, now, pause: ports.pause }),
    refundPayment: refundPayment(payments),
    sweepPayments: sweepPayments({ ...payments, store: ports.payments, queue: ports.ownQueue }),
    startTicket: startTicket(fulfilment),
    markTicketReady: markTicketReady(fulfilment),
    completeTicket: completeTicket(fulfilment),
  };
};
