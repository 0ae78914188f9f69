import { eventsOf } from './fold.ts';
import { idOf, lastEventAt, statusOf, stepsOf, typeOf, type OrderRow } from './order-row.ts';

/** An order in a list of the insights service. */
export type RowView = ReturnType<typeof rowViewOf>;

/** Derives what a list shows of an order. */
export const rowViewOf = (row: OrderRow) => {
  const { orderId, customerId, correlationId, placedAt, totalAmount, currency, captured, refund, units } =
    row;
  return {
    orderId,
    status: statusOf(row),
    ...(customerId === undefined ? {} : { customerId }),
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(placedAt === undefined ? {} : { placedAt }),
    ...(totalAmount === undefined ? {} : { totalAmount }),
    ...(currency === undefined ? {} : { currency }),
    capturedAmount: captured ?? 0,
    refundedAmount: refund?.amount ?? 0,
    items: Object.entries(units ?? {})
      .map(([productId, quantity]) => ({ productId, quantity }))
      .toSorted((a, b) => (a.productId < b.productId ? -1 : 1)),
    steps: stepsOf(row),
    lastEventAt: lastEventAt(row),
  };
};

/** Derives what the page of one order shows: what a list shows, and the timeline, oldest event first. */
export const rowDetailsOf = (row: OrderRow) => ({
  ...rowViewOf(row),
  timeline: eventsOf(row).map(([name, { at, by, correlationId }]) => ({
    id: idOf(row.orderId, name),
    type: typeOf(name),
    at,
    causationId: idOf(row.orderId, by),
    correlationId,
  })),
  timelineIsComplete: row.hasMore !== true,
});

/** An order with its timeline. */
export type RowDetails = ReturnType<typeof rowDetailsOf>;
