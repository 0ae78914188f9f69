import { describe, expect, it } from '@jest/globals';
import { ticketAggregate } from '../../../functions/fulfilment/aggregate.ts';
import { openTicket } from '../../../functions/fulfilment/open-ticket.ts';
import { rejectionOf } from '../../../functions/inventory/domain/reservation.ts';
import { publishReservation } from '../../../functions/inventory/publications.ts';
import { orderAggregate } from '../../../functions/orders/aggregate.ts';
import type { OrderEvent } from '../../../functions/orders/domain/order.ts';
import { cancelled } from '../../../functions/orders/domain/cancel.ts';
import { recordDecline } from '../../../functions/orders/domain/payment.ts';
import { decidePlacement } from '../../../functions/orders/domain/place.ts';
import { rejectForStock } from '../../../functions/orders/domain/stock.ts';
import { accept } from '../../../shared/kernel/aggregate.ts';
import { bytesOf, MOST_BYTES } from '../../support/item-bytes.ts';
import { KEEP_DAYS } from '../../support/keep-days.ts';
import { memoryTicketStore } from '../../support/memory/fulfilment-ticket-store.ts';
import { memoryOrderStore } from '../../support/memory/orders-order-store.ts';
import { happened, ORDER_ID, PLACED_AT } from '../../support/orders.ts';

/** A text with this many characters, each of which takes 3 bytes. */
const long = (characters: number): string => '€'.repeat(characters);
const trace = { correlationId: 'c'.repeat(128), causationId: 'c'.repeat(256) };
const customerId = long(128);
const note = long(500);
/** The most lines that a request may have, with the longest ids and names that a product may have. */
const lines = Array.from({ length: 20 }, (_, n) => ({
  productId: String(n).padEnd(64, '-'),
  name: long(200),
  quantity: 1000,
  unitAmount: 1_000_000,
}));
const shortages = lines.map(({ productId, quantity }) => ({ productId, requested: quantity, available: 0 }));

const placed = () => {
  const placement = {
    orderId: ORDER_ID,
    customerId,
    fingerprint: 'f'.repeat(22),
    items: lines,
    note,
    at: PLACED_AT,
    stockBySeconds: 600,
  };
  const prices = lines.map(
    (line) => [line.productId, { ...line, currency: 'EUR', active: true, revision: 1 }] as const,
  );
  const decided = decidePlacement(placement, new Map(prices));
  if (decided.outcome === 'rejected') throw new Error(decided.reason);
  return decided.order;
};

/** An order with the longest texts, and the size of its largest item so far. */
const largestOrder = async () => {
  const sizes: number[] = [];
  const store = memoryOrderStore((_id, row) => sizes.push(bytesOf(row)));
  const orders = orderAggregate(store, () => PLACED_AT, KEEP_DAYS);
  await orders.create(placed(), trace, [{ type: 'Placed', at: PLACED_AT }]);
  const change = (decide: Parameters<typeof orders.change>[2]) => orders.change(ORDER_ID, trace, decide);
  return { change, largest: () => Math.max(...sizes), order: () => store.rows.get(ORDER_ID)!.state };
};

describe('an item with the longest lists and texts is below 64 KB', () => {
  it('of an order that was declined 3,000 times, and that staff cancelled when it was ready', async () => {
    const { change, largest, order } = await largestOrder();
    const { stockConfirmed, linkRecorded, reminded, paid, preparing, ready } = happened;
    const paymentLink = `https://pay.test/${'l'.repeat(2000)}`;
    for (const event of [stockConfirmed, { ...linkRecorded, paymentLink }, { ...reminded, paymentLink }]) {
      await change(() => accept<OrderEvent>(event));
    }
    for (let n = 0; n < 3000; n += 1) {
      const declineId = `PaymentFailed:${ORDER_ID}:${String(n).padEnd(150, '-')}`;
      await change((current, at) => recordDecline(current, { at, declineId, reason: long(100) }));
    }
    expect(order()).toMatchObject({ declines: { length: 5 }, history: { length: 6 } });
    for (const event of [paid, preparing, ready]) await change(() => accept<OrderEvent>(event));
    await change((current, at) =>
      accept(...cancelled(current, { by: 'staff', reason: 'cancelled-by-staff', remark: long(200), at })),
    );
    expect(order()).toMatchObject({ status: 'CANCELLED', history: { length: 10 } });
    expect(largest()).toBeGreaterThan(MOST_BYTES / 4);
    expect(largest()).toBeLessThan(MOST_BYTES);
  });

  it('of an order whose products are all short, and of the answer that says so', async () => {
    const { change, largest, order } = await largestOrder();
    await change((current, at) => rejectForStock(current, { at, reason: 'insufficient-stock', shortages }));
    expect(order().status).toBe('REJECTED');
    expect(largest()).toBeLessThan(MOST_BYTES);

    const request = { orderId: ORDER_ID, items: lines, requestedAt: PLACED_AT };
    const state = rejectionOf(request, shortages, PLACED_AT);
    const outbox = publishReservation([{ type: 'StockReservationFailed' }], { state, trace });
    expect(bytesOf({ state, version: 1, outbox })).toBeLessThan(MOST_BYTES);
  });

  it('of a ticket', async () => {
    const sizes: number[] = [];
    const store = memoryTicketStore((_id, row) => sizes.push(bytesOf(row)));
    const tickets = ticketAggregate(store, () => PLACED_AT, KEEP_DAYS);
    const facts = { orderId: ORDER_ID, customerId, items: lines, note };
    await openTicket({ tickets, now: () => PLACED_AT })(facts, trace);
    expect(Math.max(...sizes)).toBeGreaterThan(MOST_BYTES / 8);
    expect(Math.max(...sizes)).toBeLessThan(MOST_BYTES);
  });
});
