import * as api from '../../functions/orders/api.ts';
import { allowDeletingAccounts } from '../authentication.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';
import { copiesKeptDays } from '../kept-copies.ts';
import { watchdogDelays } from '../watchdog-delays.ts';

/**
 * The orders service: the life of every order. If two events about an order exclude each other, this service decides
 * which one takes effect.
 */
export const orders = (service: ServiceScope): void => {
  const { periods, messaging, maxUnpaidOrders } = service.settings;
  service.route(api.placeOrder, 'place-order', {
    table: [
      'BatchGetItem',
      'GetItem',
      'PutItem',
      ...(maxUnpaidOrders === undefined ? [] : ['Query' as const]),
    ],
    environment: {
      STOCK_BY_SECONDS: String(periods.stockBySeconds),
      UNPAID_WITHIN_SECONDS: String(
        periods.stockBySeconds + periods.paymentWindowSeconds + periods.closureGraceSeconds,
      ),
      ...(maxUnpaidOrders === undefined ? {} : { MAX_UNPAID_ORDERS: String(maxUnpaidOrders) }),
    },
  });
  service.route(api.listOrders, 'list-orders', { table: ['Query', 'BatchGetItem'], cursors: true });
  service.route(api.getOrder, 'get-order', { table: ['GetItem'] });
  service.route(api.cancelOrder, 'cancel-order', { table: ['GetItem', 'PutItem'] });

  const copiesDays = String(copiesKeptDays(service.settings));
  const erasing = service.route([api.eraseCustomer, api.eraseMe], 'erase-customer', {
    table: ['GetItem', 'PutItem'],
    environment: { ERASURE_COPIES_DAYS: copiesDays },
  });
  allowDeletingAccounts(erasing, service.settings);

  const { firstSeconds, longestSeconds } = watchdogDelays(periods);
  service.inbox('orders-watchdog', 'watchdog', {
    // `Query` finds the orders of a customer whose data must be erased.
    table: ['GetItem', 'PutItem', 'Query'],
    sendsTo: ['orders-watchdog'],
    // The watchdog first checks an order when the inventory service's reply should have arrived.
    deliveryDelaySeconds: firstSeconds,
    batchWindowSeconds: messaging.batchingWindowSeconds,
    environment: {
      STOCK_ANSWER_SECONDS: String(periods.stockAnswerSeconds),
      LINK_ANSWER_SECONDS: String(periods.linkAnswerSeconds),
      CLOSURE_GRACE_SECONDS: String(periods.closureGraceSeconds),
      MAX_TICK_SECONDS: String(longestSeconds),
      ERASURE_SETTLE_SECONDS: String(periods.erasureSettleSeconds),
      ERASURE_COPIES_DAYS: copiesDays,
    },
  });
  // This inbox is declared after the watchdog's queue, because the inbox's function sends the first tick (a delayed
  // message) of an erasure to that queue.
  service.inbox('orders-inbox', 'inbox', {
    table: ['GetItem', 'PutItem'],
    sendsTo: ['orders-watchdog'],
    environment: { PAYMENT_WINDOW_SECONDS: String(periods.paymentWindowSeconds) },
  });
  // The relay counts the payments that Orderly notices in time. For this metric, it needs the payment window.
  service.relay().addEnvironment('PAYMENT_WINDOW_SECONDS', String(periods.paymentWindowSeconds));
};
