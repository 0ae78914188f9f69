import { coveredServices, pairOf, type CoveredService } from '../world/coverage.ts';

/**
 * Why no seed needs to reach a certain pair. A pair consists of the state of an item and the type of a message that
 * meets the item. A `seldom` pair occurs too rarely. An `impossible` pair cannot occur.
 */
interface Exception {
  readonly kind: 'impossible' | 'seldom';
  readonly reason: string;
}
type Exceptions = Readonly<Record<string, Exception>>;

const impossible = (reason: string, ...states: readonly string[]): Exceptions =>
  Object.fromEntries(states.map((state) => [state, { kind: 'impossible', reason }]));
const seldom = (reason: string, ...states: readonly string[]): Exceptions =>
  Object.fromEntries(states.map((state) => [state, { kind: 'seldom', reason }]));

const states: Readonly<Record<CoveredService, readonly string[]>> = {
  orders: [
    'PENDING',
    'AWAITING_PAYMENT',
    'PAID',
    'PREPARING',
    'READY',
    'COMPLETED',
    'REJECTED',
    'CANCELLED',
    'EXPIRED',
  ],
  inventory: ['none', 'RESERVED', 'COMMITTED', 'RELEASED', 'REJECTED'],
  payments: [
    'none',
    'PENDING',
    'FAILED',
    'CLOSED',
    'CAPTURED',
    'PARTIALLY_REFUNDED',
    'REFUNDED',
    'TOMBSTONE',
  ],
  fulfilment: ['none', 'WAITING', 'PREPARING', 'READY', 'COMPLETED', 'CANCELLED', 'TOMBSTONE'],
};

const noTicket = impossible(
  'only a paid order has a ticket',
  'PENDING',
  'AWAITING_PAYMENT',
  'REJECTED',
  'EXPIRED',
);
const unconfirmed = impossible(
  'a ticket advances only after the orders service confirmed its start, which makes the order PREPARING',
  'PAID',
);
const noPayment = impossible('a payment is requested only after stock is reserved', 'PENDING', 'REJECTED');
const neverCaptured = impossible(
  'only captured money is refunded, and a capture is never undone',
  'none',
  'PENDING',
  'FAILED',
  'CLOSED',
  'TOMBSTONE',
);

/** For each message of each service: the states of items that no simulation needs to combine with the message. */
const table: Readonly<Record<CoveredService, Readonly<Record<string, Exceptions>>>> = {
  orders: {
    CancelOrder: {},
    CancelOrderByStaff: {},
    OrderCreated: {},
    WatchdogTick: {},
    StockReserved: impossible('an order is decided once: a rejected order was never reserved', 'REJECTED'),
    StockReservationFailed: impossible(
      'an order is decided once: a reserved order is never rejected',
      'AWAITING_PAYMENT',
      'PAID',
      'PREPARING',
      'READY',
      'COMPLETED',
      'EXPIRED',
    ),
    PaymentLinkCreated: noPayment,
    PaymentSucceeded: noPayment,
    PaymentFailed: noPayment,
    PaymentClosed: {
      ...impossible('a closure is requested only after the reservation, or when the order ends', 'PENDING'),
      ...impossible('a rejected order has no payment to close', 'REJECTED'),
      ...impossible(
        'a payment closes only if its session was not paid and can no longer be paid',
        'PAID',
        'PREPARING',
        'READY',
        'COMPLETED',
      ),
    },
    FulfilmentStarted: noTicket,
    FulfilmentReady: { ...noTicket, ...unconfirmed },
    FulfilmentCompleted: { ...noTicket, ...unconfirmed },
    RefundCompleted: noPayment,
    RefundFailed: noPayment,
  },
  inventory: {
    OrderCreated: {},
    OrderCancelled: {},
    OrderPaid: impossible('an order is paid only after its stock was reserved', 'none', 'REJECTED'),
    OrderExpired: {
      ...impossible('an order expires only after its stock was reserved', 'none', 'REJECTED'),
      ...impossible('stock is committed only for paid orders, which do not expire', 'COMMITTED'),
    },
  },
  payments: {
    PaymentRequested: {},
    OrderCancelled: {},
    PaymentClosureRequested: seldom(
      'the closure must arrive before the request, or a refund must start before the orders service learns of the capture',
      'none',
      'TOMBSTONE',
      'PARTIALLY_REFUNDED',
    ),
    OrderExpired: seldom(
      'the grace period must end before the payment is requested, or while a refund is made',
      'none',
      'TOMBSTONE',
      'CAPTURED',
      'PARTIALLY_REFUNDED',
      'REFUNDED',
    ),
    RefundRequested: neverCaptured,
    RefundAccepted: neverCaptured,
    RefundPayment: {},
    PaymentWebhookReceived: {
      ...impossible('a session is opened only for a recorded payment', 'none', 'TOMBSTONE'),
      ...seldom('a webhook must arrive after a refund', 'PARTIALLY_REFUNDED', 'REFUNDED'),
    },
    RefundWebhookReceived: neverCaptured,
    MoneyWebhookReceived: {
      ...impossible('a session is opened only for a recorded payment', 'none', 'TOMBSTONE'),
      ...impossible('a closed session is never paid', 'CLOSED'),
      ...seldom('the webhook about the capture must be late', 'PENDING', 'FAILED'),
    },
    PaymentCheckDue: neverCaptured,
  },
  fulfilment: {
    OrderCancelled: {},
    OrderPreparing: impossible(
      'the orders service confirms only a ticket that was started',
      'none',
      'WAITING',
      'TOMBSTONE',
    ),
  },
};

type Counts = Readonly<Record<string, number>>;

/** Describes the required pairs of state and message that no seed reached, and impossible pairs that a seed reached. */
export const coverageProblems = (counts: Counts): readonly string[] =>
  coveredServices.flatMap((service) =>
    Object.entries(table[service]).flatMap(([message, exceptions]) =>
      states[service].flatMap((state) => {
        const times = counts[pairOf(service, state, message)] ?? 0;
        const exception = exceptions[state];
        const pair = `${service}: ${message} in ${state}`;
        if (exception === undefined) return times === 0 ? [`${pair} was not reached`] : [];
        if (exception.kind === 'seldom' || times === 0) return [];
        return [`${pair} was reached ${times} times and cannot occur: ${exception.reason}`];
      }),
    ),
  );

/** Formats the table of reached pairs, followed by the exceptions, their reasons and any problems. */
export const coverageReport = (counts: Counts): string => {
  const lines: string[] = [];
  const reasons: string[] = [];
  for (const service of coveredServices) {
    const width = (state: string): number => Math.max(state.length, 8) + 1;
    lines.push(
      '',
      `${service.padEnd(26)}${states[service].map((state) => state.padStart(width(state))).join('')}`,
    );
    for (const [message, exceptions] of Object.entries(table[service])) {
      const cells = states[service].map((state) => {
        const times = counts[pairOf(service, state, message)] ?? 0;
        const exception = exceptions[state];
        if (exception !== undefined) {
          reasons.push(`  ${exception.kind}: ${service}, ${message} in ${state}: ${exception.reason}`);
        }
        const shown = exception?.kind === 'impossible' && times === 0 ? '-' : String(times);
        return shown.padStart(width(state));
      });
      lines.push(`${message.padEnd(26)}${cells.join('')}`);
    }
  }
  const problems = coverageProblems(counts).map((problem) => `  ${problem}`);
  return [
    'Pairs of state and message reached ("-" cannot occur):',
    ...lines,
    '',
    'Exceptions:',
    ...reasons,
    ...(problems.length === 0 ? [] : ['', 'NOT AS EXPECTED:', ...problems]),
  ].join('\n');
};
