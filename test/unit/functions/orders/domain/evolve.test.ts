import { describe, expect, it } from '@jest/globals';
import { evolve } from '../../../../../functions/orders/domain/evolve.ts';
import type { OrderEvent, OrderEventOf } from '../../../../../functions/orders/domain/events.ts';
import type { Order } from '../../../../../functions/orders/domain/order.ts';
import { happened, ORDER_ID, orderIn, PLACED_AT } from '../../../../support/orders.ts';

const at = '2026-03-01T12:00:00.000Z';

/** Everything that an order keeps, whatever happens to it. */
const facts = {
  orderId: ORDER_ID,
  customerId: 'alice',
  items: [{ productId: 'espresso', name: 'Espresso beans', quantity: 2, unitAmount: 1250 }],
  totalAmount: 2500,
  currency: 'EUR',
  note: 'no sugar',
  fingerprint: 'f-1',
  createdAt: PLACED_AT,
  stockBy: '2026-03-01T09:10:00.000Z',
  paidAmount: 2400,
  refundedAmount: 300,
  refundRevision: 4,
  refundRequestedAt: '2026-03-01T10:00:00.000Z',
  refundRefusedAt: '2026-03-01T11:00:00.000Z',
};

/** Each event, and the facts that it is about. */
const events: {
  readonly [Type in OrderEvent['type']]: readonly [OrderEventOf<Type>, Partial<typeof facts>];
} = {
  StockAskedAgain: [{ type: 'StockAskedAgain', at, attempt: 2 }, {}],
  StockConfirmed: [happened.stockConfirmed, {}],
  Rejected: [happened.rejected, {}],
  LinkRecorded: [happened.linkRecorded, {}],
  LinkAskedAgain: [{ type: 'LinkAskedAgain', at }, {}],
  Reminded: [happened.reminded, {}],
  DeclineRecorded: [{ type: 'DeclineRecorded', at, declineId: 'decline-1', reason: 'card_declined' }, {}],
  ClosureRequested: [happened.closureRequested, {}],
  DutyDone: [{ type: 'DutyDone', at, by: PLACED_AT }, {}],
  Paid: [happened.paid, { paidAmount: 2500 }],
  UnwantedPaymentRecorded: [{ type: 'UnwantedPaymentRecorded', at, amount: 2500 }, { paidAmount: 2500 }],
  PreparationConfirmed: [happened.preparing, {}],
  BecameReady: [happened.ready, {}],
  Completed: [happened.completed, {}],
  Cancelled: [happened.cancelled, {}],
  Expired: [happened.expired, {}],
  RefundRequested: [{ type: 'RefundRequested', at, reason: 'order-cancelled' }, { refundRequestedAt: at }],
  RefundRecorded: [
    { type: 'RefundRecorded', at, refundedAmount: 700, revision: 5 },
    { refundedAmount: 700, refundRevision: 5 },
  ],
  RefundRefused: [{ type: 'RefundRefused', at }, { refundRefusedAt: at }],
};

describe('an order', () => {
  it.each(Object.entries(events))('keeps what %s does not change, in every status', (_, [event, changed]) => {
    for (const make of Object.values(orderIn)) {
      const order: Order = { ...make(), ...facts };
      const next = evolve(order, event);
      expect(next).toMatchObject({ ...facts, ...changed });
      expect(next.history.slice(0, order.history.length)).toEqual(order.history);
    }
  });

  it('keeps the watchdog’s last duty while it is watched, and not longer', () => {
    const duty = { type: 'DutyDone', at, by: PLACED_AT } as const;
    const awaiting = [duty, happened.stockConfirmed].reduce<Order>(evolve, orderIn.PENDING());
    expect(awaiting).toMatchObject({ lastDuty: { number: 1, by: PLACED_AT } });
    expect(evolve(awaiting, happened.paid)).not.toHaveProperty('lastDuty');
  });
});
