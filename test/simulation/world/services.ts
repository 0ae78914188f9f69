import { adjustStock } from '../../../functions/inventory/adjust-stock/adjust-stock.ts';
import { stockMovementOf } from '../../../functions/inventory/adapters/stock-movement.ts';
import {
  productEnvelopes,
  reservationEnvelopes,
  stockLowEnvelopes,
} from '../../../functions/inventory/outbox.ts';
import { putProduct } from '../../../functions/inventory/put-product/put-product.ts';
import { soldOutMemory } from '../../../functions/inventory/domain/escrow/sold-out.ts';
import { batchIdOf } from '../../../functions/inventory/domain/escrow/batch-id.ts';
import { reactions as inventoryReactions, reservations } from '../../../functions/inventory/reactions.ts';
import { sweepBatches } from '../../../functions/inventory/sweep-batches/sweep-batches.ts';
import { completeTicket } from '../../../functions/fulfilment/complete-ticket/complete-ticket.ts';
import { markTicketReady } from '../../../functions/fulfilment/mark-ticket-ready/mark-ticket-ready.ts';
import { fulfilmentOutbox } from '../../../functions/fulfilment/outbox.ts';
import { reactions as fulfilmentReactions } from '../../../functions/fulfilment/reactions.ts';
import { startTicket } from '../../../functions/fulfilment/start-ticket/start-ticket.ts';
import { reactions as notificationReactions } from '../../../functions/notifications/reactions.ts';
import { sendNotification } from '../../../functions/notifications/send-notification/send-notification.ts';
import { cancelOrder } from '../../../functions/orders/cancel-order/cancel-order.ts';
import { changeOrder } from '../../../functions/orders/domain/change-order.ts';
import { orderEnvelopes, placedEnvelopes } from '../../../functions/orders/outbox.ts';
import { placeOrder } from '../../../functions/orders/place-order/place-order.ts';
import { reactions as ordersReactions, watchdogReactions } from '../../../functions/orders/reactions.ts';
import { watchOrder } from '../../../functions/orders/watchdog/watch-order.ts';
import { ownMessages, reactions as paymentsReactions } from '../../../functions/payments/reactions.ts';
import { paymentsOutbox } from '../../../functions/payments/outbox.ts';
import { receiveWebhook } from '../../../functions/payments/receive-webhook/receive-webhook.ts';
import { refundPayment } from '../../../functions/payments/refund-payment/refund-payment.ts';
import type { InboxName } from '../../../shared/events/subscriptions.ts';
import { idFromKey } from '../../../shared/http/idempotency.ts';
import type { BatchReactions } from '../../../shared/messaging/batch.ts';
import type { OwnMessage, Reactions } from '../../../shared/messaging/dispatch.ts';
import { outboxOf, type OutboxOf } from '../../../shared/messaging/relay.ts';
import type { Ports } from './ports.ts';
import type { World } from './world.ts';

/** What a service does about the messages of each of its inboxes. */
export type AllReactions = {
  readonly [Name in Exclude<InboxName, keyof AllBatchReactions>]: Reactions<Name>;
};

/** What inventory does about messages that it takes together. */
export type AllBatchReactions = {
  readonly [Name in 'inventory-inbox' | 'inventory-reservations']: BatchReactions<Name>;
};

/** The services' code over the ports of a world: wired as their `lambda.ts` files wire it. */
export type Services = ReturnType<typeof createServices>;

/** What the use cases of each service are given. */
export const dependenciesOf = (world: World, ports: Ports) => {
  const { now } = world.kernel;
  const { periods, messaging } = world.configuration;
  return {
    now,
    periods,
    changeOrder: changeOrder({ orders: ports.orders, toEnvelopes: orderEnvelopes, now }),
    inventory: {
      reservations: ports.reservations,
      escrow: ports.escrow,
      toEnvelopes: reservationEnvelopes,
      now,
      pause: ports.pause,
      newBatchId: () => batchIdOf(Math.floor(world.kernel.milliseconds() / 1000), world.randomBytes(5)),
      requeue: ports.requeue,
      soldOut: soldOutMemory(now),
    },
    payments: {
      payments: ports.payments,
      gateway: ports.gateway,
      toEnvelopes: paymentsOutbox,
      now,
      onSessionRefused: () => undefined,
    },
    fulfilment: { tickets: ports.tickets, toEnvelopes: fulfilmentOutbox, now },
    claimSeconds: messaging.functionTimeoutMs / 1000,
  };
};
export type Dependencies = ReturnType<typeof dependenciesOf>;

/** Units from which on inventory reports that a product runs low. */
const STOCK_LOW_THRESHOLD = 2;

/** Wires all services. */
export const createServices = (world: World, ports: Ports) => {
  const dependencies = dependenciesOf(world, ports);
  const { now, periods, inventory, payments, fulfilment } = dependencies;
  const { maxTickSeconds } = periods;
  const watch = watchOrder({
    changeOrder: dependencies.changeOrder,
    ticks: ports.ticks,
    periods,
    now,
    maxTickSeconds,
  });
  const watchdog = watchdogReactions(watch);
  const notify = sendNotification({
    contacts: ports.contacts,
    log: ports.log,
    mailer: ports.mailer,
    texter: ports.texter,
    now,
    claimSeconds: dependencies.claimSeconds,
    onRefused: () => undefined,
  });
  const reactions: AllReactions = {
    'orders-inbox': ordersReactions({
      changeOrder: dependencies.changeOrder,
      prices: ports.prices,
      paymentWindowSeconds: periods.paymentWindowSeconds,
    }),
    'orders-watchdog': watchdog.reactions,
    'payments-inbox': paymentsReactions(payments),
    'fulfilment-inbox': fulfilmentReactions(fulfilment),
    'notifications-inbox': notificationReactions(notify),
  };
  const batchReactions: AllBatchReactions = {
    'inventory-inbox': inventoryReactions(inventory),
    'inventory-reservations': reservations(inventory),
  };
  const own: Readonly<Partial<Record<InboxName, Readonly<Record<string, OwnMessage>>>>> = {
    'orders-watchdog': watchdog.ownMessages,
    'payments-inbox': ownMessages(payments),
  };
  const stockLow = stockLowEnvelopes(STOCK_LOW_THRESHOLD, now);
  const inventoryEvents: OutboxOf = (change) => {
    const movement = stockMovementOf(change);
    return movement === undefined ? outboxOf(change) : stockLow(movement);
  };

  return {
    dependencies,
    reactions,
    batchReactions,
    own,
    watch,
    notify,
    inventoryEvents,
    receiveWebhook: receiveWebhook({ verifier: ports.verifier, queue: ports.webhookQueue, now }),
    placeOrder: placeOrder({
      orders: ports.orders,
      prices: ports.prices,
      toEnvelopes: placedEnvelopes,
      now,
      stockBySeconds: periods.stockBySeconds,
    }),
    cancelOrder: cancelOrder({ changeOrder: dependencies.changeOrder }),
    putProduct: putProduct({
      products: ports.products,
      stock: ports.stock,
      toEnvelopes: productEnvelopes,
      now,
    }),
    sweepBatches: sweepBatches({ ...inventory, products: ports.products }),
    adjustStock: adjustStock({ products: ports.products, stock: ports.stock, now, pause: ports.pause }),
    refundPayment: refundPayment({
      ...payments,
      refundIdOf: (orderId, key) => idFromKey(['refund', orderId], key),
    }),
    startTicket: startTicket(fulfilment),
    markTicketReady: markTicketReady(fulfilment),
    completeTicket: completeTicket(fulfilment),
  };
};
