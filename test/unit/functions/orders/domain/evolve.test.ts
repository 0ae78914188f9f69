import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { evolve } from '../../../../../functions/orders/domain/evolve.ts';
import type { Order, OrderEvent, OrderEventOf } from '../../../../../functions/orders/domain/order.ts';
import { OrderStatus } from '../../../../../shared/events/orders.ts';
import { happened, orderIn, PLACED_AT } from '../../../../support/orders.ts';

const at = '2026-03-01T12:00:00.000Z';
const payBy = '2026-03-01T12:30:00.000Z';

type Status = Order['status'];
/** The name of any field that an order has in at least one status. */
type Field = Order extends infer One ? (One extends unknown ? keyof One : never) : never;

/** How an event changes an order whose status is in the list `in`. The event changes no order in another status. */
interface Effect<Event> {
  readonly event: Event;
  readonly in: readonly Status[];
  /** The fields that get a new value, with that value. */
  readonly sets: Readonly<Partial<Record<Field, unknown>>>;
  readonly drops?: readonly Field[];
}

const everywhere = OrderStatus.options;
const watched = ['PENDING', 'AWAITING_PAYMENT'] as const;
const awaiting = ['AWAITING_PAYMENT'] as const;
const pending = ['stockBy', 'attempt', 'askedAt'] as const;
const unpaid = [
  ...pending,
  'lastDuty',
  'payBy',
  'paymentLink',
  'declines',
  'linkAskedAt',
  'remindedAt',
  'closure',
] as const;
const longer = expect.any(Array);
/** An effect in every status: the order gets a new status and a longer history, and loses the fields in `unpaid`. */
const moves = <Event extends OrderEvent>(
  event: Event,
  status: Status,
  sets: Effect<Event>['sets'] = {},
): Effect<Event> => ({
  event,
  in: everywhere,
  sets: { status, history: longer, ...sets },
  drops: unpaid,
});
/** An effect in every status: the event sets these fields. */
const always = <Event extends OrderEvent>(event: Event, sets: Effect<Event>['sets']): Effect<Event> => ({
  event,
  in: everywhere,
  sets,
});

/** All events except CustomerForgotten, whose effect depends on what the kitchen still needs. */
const effects: {
  readonly [Type in Exclude<OrderEvent['type'], 'CustomerForgotten'>]: readonly Effect<OrderEventOf<Type>>[];
} = {
  Placed: [{ event: { type: 'Placed', at }, in: [], sets: {} }],
  StockAskedAgain: [
    {
      event: { type: 'StockAskedAgain', at, attempt: 7 },
      in: ['PENDING'],
      sets: { attempt: 7, askedAt: at },
    },
  ],
  StockConfirmed: [
    {
      ...moves({ type: 'StockConfirmed', at, payBy }, 'AWAITING_PAYMENT', {
        payBy,
      }),
      drops: pending,
    },
  ],
  Rejected: [
    moves(happened.rejected, 'REJECTED', {
      rejection: { reason: 'insufficient-stock', shortages: [] },
    }),
  ],
  LinkRecorded: [{ event: happened.linkRecorded, in: awaiting, sets: { paymentLink: 'https://pay.test/1' } }],
  LinkAskedAgain: [{ event: { type: 'LinkAskedAgain', at }, in: awaiting, sets: { linkAskedAt: at } }],
  Reminded: [{ event: happened.reminded, in: awaiting, sets: { remindedAt: happened.reminded.at } }],
  DeclineRecorded: [
    {
      event: { type: 'DeclineRecorded', at, declineId: 'decline-1', reason: 'card_declined' },
      in: awaiting,
      sets: { declines: expect.arrayContaining(['decline-1']), history: longer },
    },
  ],
  ClosureRequested: [
    {
      event: happened.closureRequested,
      in: awaiting,
      sets: { closure: { requestedAt: '2026-03-01T09:31:00.000Z', answerBy: '2026-03-01T09:41:00.000Z' } },
    },
  ],
  DutyDone: [
    {
      event: { type: 'DutyDone', at, tickSentAt: PLACED_AT },
      in: watched,
      sets: { lastDuty: { number: expect.any(Number), tickSentAt: PLACED_AT } },
    },
  ],
  Paid: [moves(happened.paid, 'PAID', { paidAmount: 2500 })],
  UnwantedPaymentRecorded: [
    always({ type: 'UnwantedPaymentRecorded', at, amount: 2500 }, { paidAmount: 2500 }),
  ],
  PreparationConfirmed: [
    moves(happened.preparing, 'PREPARING'),
    { event: { ...happened.preparing, again: true }, in: [], sets: {} },
  ],
  BecameReady: [moves(happened.ready, 'READY')],
  Completed: [moves(happened.completed, 'COMPLETED')],
  Cancelled: [
    moves(happened.cancelled, 'CANCELLED'),
    moves({ ...happened.cancelled, remark: 'sold out' }, 'CANCELLED', { remark: 'sold out' }),
  ],
  Expired: [moves(happened.expired, 'EXPIRED')],
  RefundRequested: [
    always({ type: 'RefundRequested', at, reason: 'order-cancelled' }, { refundRequestedAt: at }),
  ],
  RefundRecorded: [
    always({ type: 'RefundRecorded', at, refundedAmount: 700 }, { refundedAmount: 700 }),
    always(
      { type: 'RefundRecorded', at, refundedAmount: 700, revision: 5 },
      { refundedAmount: 700, refundRevision: 5 },
    ),
  ],
  RefundRefused: [always({ type: 'RefundRefused', at }, { refundRefusedAt: at })],
};
const cases = (Object.values(effects) as (readonly Effect<OrderEvent>[])[])
  .flat()
  .map((effect) => [effect.event.type, effect] as const);

const text = fc.string();
const amount = fc.nat();
const instant = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** An order with a field that only a later version of the code knows. Applying an event must keep it. */
type Later = Order & { readonly laterField: string };

/** Any order of a status. It may also have fields that orders of that status do not need. */
const orderOf = (status: Status): fc.Arbitrary<Later> => {
  const lines = fc.array(fc.record({ productId: text, name: text, quantity: amount, unitAmount: amount }));
  const facts = {
    status: fc.constant(status),
    orderId: fc.uuid(),
    customerId: text,
    items: lines,
    totalAmount: amount,
    currency: text,
    fingerprint: text,
    createdAt: instant,
    history: fc.array(fc.record({ status: fc.constantFrom(...everywhere), at: instant, cause: text })),
    laterField: text,
  };
  const optional = {
    note: text,
    refundRevision: amount,
    refundRequestedAt: instant,
    refundRefusedAt: instant,
    remark: text,
    rejection: fc.constant({ reason: 'insufficient-stock', shortages: [] }),
    paymentLink: text,
    remindedAt: instant,
    closure: fc.record({ requestedAt: instant, answerBy: instant }),
    lastDuty: fc.record({ number: amount, tickSentAt: instant }),
    paidAmount: amount,
    refundedAmount: amount,
    attempt: amount,
    askedAt: instant,
    declines: fc.array(text),
    linkAskedAt: instant,
  };
  const deadlines = { stockBy: instant, payBy: instant };
  const needed = {
    ...facts,
    ...(status === 'PENDING' ? { stockBy: instant } : {}),
    ...(status === 'AWAITING_PAYMENT' ? { payBy: instant } : {}),
  };
  const model = { ...deadlines, ...optional, ...needed };
  return fc.record(model, {
    requiredKeys: Object.keys(needed) as (keyof typeof model)[],
    noNullPrototype: true,
  });
};

describe('whatever happens to an order', () => {
  it.each(cases)('%s changes only the fields it is about, in every status', (_, effect) => {
    for (const status of everywhere) {
      const fits = effect.in.includes(status);
      const { sets, drops } = fits ? { drops: [], ...effect } : { sets: {}, drops: [] };
      const touched: readonly string[] = [...Object.keys(sets), ...drops];
      const check = (order: Later): void => {
        const after = evolve(order, effect.event);
        const kept = Object.entries(order).filter(([name]) => !touched.includes(name));
        expect(after).toStrictEqual({ ...Object.fromEntries(kept), ...sets });
        expect(after).toHaveProperty('laterField', order.laterField);
        expect(after.history.slice(0, order.history.length)).toEqual(order.history);
        if ('history' in sets) {
          expect(after.history.at(-1)).toMatchObject({ status: after.status, at: effect.event.at });
        }
      };
      fc.assert(fc.property(orderOf(status), check), { seed: 20260301, numRuns: 30 });
    }
  });

  it('keeps the last action of the watchdog only while the order is watched', () => {
    const duty = { type: 'DutyDone', at, tickSentAt: PLACED_AT } as const;
    const counted = [duty, duty, happened.stockConfirmed].reduce<Order>(evolve, orderIn.PENDING());
    expect(counted).toMatchObject({ lastDuty: { number: 2, tickSentAt: PLACED_AT } });
    expect(evolve(counted, happened.paid)).not.toHaveProperty('lastDuty');
  });
});
