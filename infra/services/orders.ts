import type { ServiceScope } from '../constructs/service-scope.ts';

/** SQS delays a message by 900 seconds at most. */
const MAX_DELAY_SECONDS = 900;

/** Orders: the life of every order, and the arbiter of its races. */
export const orders = (service: ServiceScope): void => {
  const { periods, messaging, maxUnpaidOrders } = service.settings;
  service.route('POST', '/orders', 'place-order', {
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
  service.route('GET', '/orders', 'list-orders', { table: ['Query', 'BatchGetItem'], cursors: true });
  service.route('GET', '/orders/{orderId}', 'get-order', { table: ['GetItem'] });
  service.route('POST', '/orders/{orderId}/cancel', 'cancel-order', { table: ['GetItem', 'PutItem'] });

  service.inbox('orders-inbox', 'inbox', {
    table: ['GetItem', 'PutItem'],
    environment: { PAYMENT_WINDOW_SECONDS: String(periods.paymentWindowSeconds) },
  });
  const longestTick = Math.min(periods.watchdogTickSeconds, MAX_DELAY_SECONDS);
  service.inbox('orders-watchdog', 'watchdog', {
    table: ['GetItem', 'PutItem'],
    sendsTo: ['orders-watchdog'],
    // The first look at an order is due when stock should have been answered.
    deliveryDelaySeconds: Math.min(periods.stockAnswerSeconds, MAX_DELAY_SECONDS),
    longestDelaySeconds: longestTick,
    batchWindowSeconds: messaging.batchingWindowSeconds,
    environment: {
      STOCK_ANSWER_SECONDS: String(periods.stockAnswerSeconds),
      LINK_ANSWER_SECONDS: String(periods.linkAnswerSeconds),
      CLOSURE_GRACE_SECONDS: String(periods.closureGraceSeconds),
      MAX_TICK_SECONDS: String(longestTick),
    },
  });
  service.relay();
};
