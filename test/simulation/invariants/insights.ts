import type { Figures } from '../../../functions/insights/domain/figures.ts';
import { dayOf, sumOf, withinOf } from '../../../functions/insights/domain/figures.ts';
import { emptyRow, fold, type OrderEvent } from '../../../functions/insights/domain/fold.ts';
import { statusOf, type OrderRow } from '../../../functions/insights/domain/order-row.ts';
import type { Order } from '../../../functions/orders/domain/order.ts';
import { isCaptured, refundedTotal } from '../../../functions/payments/domain/payment.ts';
import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import { inboxes } from '../../../shared/events/subscriptions.ts';
import { secondsBetween } from '../../../shared/kernel/clock.ts';
import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

const countedEnds: Readonly<Partial<Record<Order['status'], string>>> = {
  COMPLETED: 'completed',
  REJECTED: 'rejected',
  CANCELLED: 'cancelled',
  EXPIRED: 'expired',
};

const heard: readonly string[] = inboxes['insights-inbox'].events;

/** Formats a row as text that does not depend on the order of its fields. */
const textOf = (row: OrderRow | undefined): string =>
  JSON.stringify(row, (_, value: unknown) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

/**
 * The data of insights agrees with that of the other services at the end of a run, when all events have arrived:
 * - Each order has a row with its status, its customer or pseudonym, and its money.
 * - The figures of each day are those computed from orders, payments and reservations.
 * - A rebuild gives the same rows: adding all published events to empty rows, in their order, gives each row again.
 */
export const insightsInvariants = ({ world, stores }: Shop): Observer => {
  const { kernel } = world;

  /** What an order contributes to the figures of its day, according to the services that own the data. */
  const expectedOf = (order: Order): Figures => {
    const { orderId, currency, createdAt, history, status } = order;
    const payment = stores.payments.rows.get(orderId)?.state;
    const reservation = stores.reservations.rows.get(orderId)?.state;
    const paid = history.find((entry) => entry.status === 'PAID');
    const captured = payment !== undefined && isCaptured(payment) ? payment : undefined;
    // A cancelled order's lines go back to the stock, so its reservation no longer has the time of the sale.
    const lines = paid === undefined ? [] : (reservation?.lines ?? order.items);
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

  const checkRow = (order: Order): void => {
    const name = world.orderName(order.orderId);
    const row = stores.insights.rows.get(order.orderId)?.state;
    if (row === undefined) return kernel.fail('insights-agrees', `${name} has no row`);
    const [known, actual] = [
      { status: statusOf(row), customerId: row.customerId, placedAt: row.placedAt },
      { status: order.status, customerId: order.customerId, placedAt: order.createdAt },
    ].map((facts) => JSON.stringify(facts));
    if (known !== actual) kernel.fail('insights-agrees', `${name}: insights has ${known}, orders ${actual}`);
    return undefined;
  };

  const rebuilt = new Map<string, OrderRow>();
  const rebuild = (message: QueueMessage): void => {
    if (!heard.includes(message.type)) return;
    const { type, id, time: at, correlationId, causationId, data } = message;
    const event = { type, id, at, correlationId, causationId, data } as OrderEvent;
    const { orderId } = event.data;
    rebuilt.set(orderId, fold(rebuilt.get(orderId) ?? emptyRow(orderId), event));
  };

  return {
    onPublished: rebuild,
    atEnd: () => {
      for (const [orderId, row] of rebuilt) {
        const stored = stores.insights.rows.get(orderId)?.state;
        if (textOf(row) === textOf(stored)) continue;
        kernel.fail(
          'rebuilt-is-the-same',
          `${world.orderName(orderId)}: ${textOf(row)}, not ${textOf(stored)}`,
        );
      }
      const expected = new Map<string, Figures[]>();
      for (const { state: order } of stores.orders.rows.values()) {
        checkRow(order);
        const day = dayOf({ orderId: order.orderId, placedAt: order.createdAt, events: {} }) ?? '';
        expected.set(day, [...(expected.get(day) ?? []), expectedOf(order)]);
      }
      for (const [day, parts] of expected) {
        const figures = stores.insights.days.get(day) ?? {};
        const correct = sumOf(parts);
        for (const name of new Set([...Object.keys(figures), ...Object.keys(correct)])) {
          if (figures[name] === correct[name]) continue;
          kernel.fail(
            'figures-agree',
            `${name} of ${day} is ${figures[name]}, but should be ${correct[name]}`,
          );
        }
      }
    },
  };
};
