import { coveredServices, pairOf, type CoveredService } from '../world/coverage.ts';

/** Why a pair is not reached. `seldom` ones can occur, and are not demanded of 2,000 seeds. */
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
const unconfirmed = impossible('a ticket moves on only once orders has confirmed it by PREPARING', 'PAID');
const noPayment = impossible('a payment is asked for once stock is reserved', 'PENDING', 'REJECTED');
const neverCaptured = impossible(
  'a refund is of money that was captured, and that is never taken back',
  'none',
  'PENDING',
  'FAILED',
  'CLOSED',
  'TOMBSTONE',
);

/** Every message whose pairs are demanded, with those that are not. */
const table: Readonly<Record<CoveredService, Readonly<Record<string, Exceptions>>>> = {
  orders: {
    CancelOrder: {},
    CancelOrderByStaff: {},
    OrderCreated: {},
    WatchdogTick: {},
    StockReserved: impossible('an order is decided once: a refused one was never reserved', 'REJECTED'),
    StockReservationFailed: impossible(
      'an order is decided once: a reserved one is never refused',
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
      ...impossible('a closure is asked for after the reservation, or by an end other than this', 'PENDING'),
      ...impossible('nothing was ever to be paid, so nothing is closed', 'REJECTED'),
      ...impossible(
        'a payment is closed when its session can no longer be paid and was not',
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
      ...impossible('stock is committed for paid orders, and those do not expire', 'COMMITTED'),
    },
  },
  payments: {
    PaymentRequested: {},
    OrderCancelled: {},
    PaymentClosureRequested: seldom(
      'a request must be overtaken by its closure, or a refund begin before orders knows of the capture',
      'none',
      'TOMBSTONE',
      'PARTIALLY_REFUNDED',
    ),
    OrderExpired: seldom(
      'the grace must pass while the payment is still to be requested, or is being refunded',
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
      ...impossible('a session is opened for a recorded payment only', 'none', 'TOMBSTONE'),
      ...seldom('a webhook must come after a refund', 'PARTIALLY_REFUNDED', 'REFUNDED'),
    },
    RefundWebhookReceived: neverCaptured,
  },
  fulfilment: {
    OrderCancelled: {},
    OrderPreparing: impossible(
      'orders confirms a start that a ticket has made',
      'none',
      'WAITING',
      'TOMBSTONE',
    ),
  },
};

type Counts = Readonly<Record<string, number>>;

/** Pairs that should have been reached and were not, and such that cannot be and were. */
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

/** The table of pairs reached, and those that cannot be with their reasons. */
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
