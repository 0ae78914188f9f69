import {
  dayOf,
  sumOf,
  withinOf,
  type Figures,
  type FiguresByDay,
} from '../../functions/insights/domain/figures.ts';
import { statusOf, type OrderRow } from '../../functions/insights/domain/order-row.ts';
import type { Reservation } from '../../functions/inventory/domain/reservation.ts';
import type { Order } from '../../functions/orders/domain/order.ts';
import { isCaptured, refundedTotal, type Payment } from '../../functions/payments/domain/payment.ts';
import { CANARY_PRODUCT } from '../../shared/kernel/caller.ts';
import { secondsBetween } from '../../shared/kernel/clock.ts';

/** The data about one order in the services that own it. */
export interface OwnedFacts {
  readonly order: Order;
  readonly payment: Payment | undefined;
  readonly reservation: Reservation | undefined;
}

const countedEnds: Readonly<Partial<Record<Order['status'], string>>> = {
  COMPLETED: 'completed',
  REJECTED: 'rejected',
  CANCELLED: 'cancelled',
  EXPIRED: 'expired',
};

/** The day whose figures include an order. */
export const dayOfOrder = ({ orderId, createdAt }: Pick<Order, 'orderId' | 'createdAt'>): string =>
  dayOf({ orderId, placedAt: createdAt, events: {} }) ?? '';

/**
 * What an order contributes to the figures of its day, computed without events, from the data of the orders, payments
 * and inventory services.
 */
export const expectedFigures = ({ order, payment, reservation }: OwnedFacts): Figures => {
  const { currency, createdAt, history, status, items } = order;
  if (items.some(({ productId }) => productId === CANARY_PRODUCT)) return {};
  const paid = history.find((entry) => entry.status === 'PAID');
  const captured = payment !== undefined && isCaptured(payment) ? payment : undefined;
  // The order's history shows whether the units were sold. The reservation of an order that was cancelled after the
  // sale is RELEASED, and no longer shows this.
  const lines = paid === undefined ? [] : (reservation?.lines ?? items);
  const end = countedEnds[status];
  return sumOf([
    { placed: 1 },
    history.some((entry) => entry.status === 'AWAITING_PAYMENT') ? { reserved: 1 } : {},
    paid === undefined ? {} : { paid: 1, [`paidIn:${withinOf(secondsBetween(createdAt, paid.at))}`]: 1 },
    end === undefined ? {} : { [end]: 1 },
    captured === undefined
      ? {}
      : {
          [`captured:${currency}`]: captured.amount,
          [`refunded:${currency}`]: refundedTotal(captured),
        },
    ...lines.map(({ productId, quantity }) => ({ [`units:${productId}`]: quantity })),
  ]);
};

/** Selects the facts in a row that come from the orders service. */
const factsOfRow = (row: OrderRow) => ({
  status: statusOf(row),
  customerId: row.customerId,
  placedAt: row.placedAt,
});
const factsOfOrder = ({ status, customerId, createdAt }: Order) => ({
  status,
  customerId,
  placedAt: createdAt,
});

/** Says in words how a row disagrees with its order. Undefined if they agree. */
export const disagreementOf = (order: Order, row: OrderRow | undefined): string | undefined => {
  if (row === undefined) return 'insights has no row';
  const [known, actual] = [factsOfRow(row), factsOfOrder(order)].map((facts) => JSON.stringify(facts));
  return known === actual ? undefined : `insights has ${known}, orders ${actual}`;
};

/** A fault in the data of the insights service: the row or the day, and the difference in words. */
export interface Difference {
  readonly name: string;
  readonly text: string;
}

/** How the figures of days differ from the sums over their orders, one entry for each figure. */
export const differingFigures = (actual: FiguresByDay, expected: FiguresByDay): readonly Difference[] =>
  [...new Set([...expected.keys(), ...actual.keys()])].flatMap((day) => {
    const figures = actual.get(day) ?? {};
    const correct = expected.get(day) ?? {};
    return [...new Set([...Object.keys(figures), ...Object.keys(correct)])]
      .filter((name) => (figures[name] ?? 0) !== (correct[name] ?? 0))
      .map((name) => ({
        name: `${name} of ${day}`,
        text: `${name} of ${day} is ${figures[name] ?? 0}, but should be ${correct[name] ?? 0}`,
      }));
  });
