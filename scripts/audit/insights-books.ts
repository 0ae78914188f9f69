import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dayInKey, figuresIn } from '../../functions/insights/adapters/figure-items.ts';
import { isRowKey, rowIn } from '../../functions/insights/adapters/row-items.ts';
import {
  contributionOf,
  dayOf,
  sumOf,
  sumOfDays,
  type Figures,
} from '../../functions/insights/domain/figures.ts';
import type { OrderRow } from '../../functions/insights/domain/order-row.ts';
import type { Reservation } from '../../functions/inventory/domain/reservation.ts';
import type { Order } from '../../functions/orders/domain/order.ts';
import type { Payment } from '../../functions/payments/domain/payment.ts';
import { ORDER_DAYS } from '../../infra/kept-copies.ts';
import { addSeconds, systemClock } from '../../shared/kernel/clock.ts';
import type { Rebuild } from './insights-rebuild.ts';
import { scanned, type Item } from './scan.ts';
import {
  dayOfOrder,
  differingFigures,
  disagreementOf,
  expectedFigures,
  type Difference,
} from './insights.ts';

/** The result of comparing the insights service's data with the data of the other services. */
export interface InsightsAudit {
  /** How many orders and days were compared. */
  readonly orders: number;
  readonly days: number;
  readonly wrong: readonly Difference[];
}

/** The tables that the audit scans. */
export interface InsightsTables {
  readonly insights: string;
  readonly orders: string;
  readonly payments: string;
  readonly inventory: string;
}

const read = async <State extends { readonly orderId: string }>(
  client: DynamoDBDocumentClient,
  table: string,
  prefix: string,
): Promise<ReadonlyMap<string, State>> => {
  const states = new Map<string, State>();
  for await (const item of scanned(client, table)) {
    if (!String(item['pk']).startsWith(prefix)) continue;
    const state = item as unknown as State;
    states.set(state.orderId, state);
  }
  return states;
};

/** Reads the rows by order, and the figures by day. */
const readInsights = async (client: DynamoDBDocumentClient, table: string) => {
  const rows = new Map<string, OrderRow>();
  const days = new Map<string, Figures>();
  const take = (item: Item): void => {
    const pk = String(item['pk']);
    const day = dayInKey(pk);
    if (day !== undefined) days.set(day, sumOf([days.get(day) ?? {}, figuresIn(item)]));
    else if (isRowKey(pk)) {
      const { state } = rowIn({ ...item, pk });
      rows.set(state.orderId, state);
    }
  };
  for await (const item of scanned(client, table)) take(item);
  return { rows, days };
};

/** Additional input for the audit of a test run. */
export interface AuditOptions {
  /** Rows that were rebuilt from all published events. The audit compares the stored rows with them. */
  readonly rebuilt?: Rebuild;
  /**
   * The orders whose data a test has changed without the services. The audit does not compare their rows with other
   * data.
   */
  readonly tampered?: ReadonlySet<string>;
}

/**
 * Scans the tables, and compares the rows and figures of the insights service with the data of the orders, payments and
 * inventory services.
 *
 * The figures of a day expire before the rows of the day's orders. So the audit compares only orders and days that are
 * younger than `ORDER_DAYS`, because every stage keeps their rows and figures (`leastKeepDays`). A scan is not
 * a snapshot, and the insights service lags behind. While orders arrive, its data and that of the other services may
 * disagree although all is correct.
 */
export const auditInsights = async (
  client: DynamoDBDocumentClient,
  tables: InsightsTables,
  { rebuilt, tampered = new Set() }: AuditOptions = {},
): Promise<InsightsAudit> => {
  const oldest = addSeconds(systemClock(), -(ORDER_DAYS - 1) * 86_400).slice(0, 10);
  const orders = await read<Order>(client, tables.orders, 'order#');
  const payments = await read<Payment>(client, tables.payments, 'payment#');
  const reservations = await read<Reservation>(client, tables.inventory, 'reservation#');
  const { rows, days } = await readInsights(client, tables.insights);

  const compared = [...orders.values()].filter(
    (order) => dayOfOrder(order) >= oldest && !tampered.has(order.orderId),
  );
  const ofTampered = [...rows.values()]
    .filter(({ orderId }) => tampered.has(orderId))
    .map((row) => new Map([[dayOf(row) ?? '', contributionOf(row)]]));
  const expected = sumOfDays([
    ...ofTampered,
    ...compared.map((order) => {
      const { orderId } = order;
      const facts = { order, payment: payments.get(orderId), reservation: reservations.get(orderId) };
      return new Map([[dayOfOrder(order), expectedFigures(facts)]]);
    }),
  ]);
  const actual = new Map([...days].filter(([day]) => day >= oldest));
  const wrongRows = compared.flatMap((order): Difference[] => {
    const problem = disagreementOf(order, rows.get(order.orderId));
    return problem === undefined ? [] : [{ name: order.orderId, text: `${order.orderId}: ${problem}` }];
  });
  return {
    orders: compared.length,
    days: actual.size,
    wrong: [
      ...wrongRows,
      ...differingFigures(actual, expected),
      ...(rebuilt?.differences((orderId) => rows.get(orderId), tampered) ?? []),
    ],
  };
};

/**
 * Combines the results of two scans. A difference counts only if both scans found it, because a scan can see half of a
 * change.
 */
export const insightsWrongInBoth = (before: InsightsAudit, now: InsightsAudit): InsightsAudit => ({
  ...now,
  wrong: now.wrong.filter(({ name }) => before.wrong.some((one) => one.name === name)),
});

/** At most this many differences are printed. */
const MOST_LINES = 20;

/** What the audit prints about the insights service. */
export const insightsReport = ({ orders, days, wrong }: InsightsAudit): string => {
  const left = wrong.length - MOST_LINES;
  return [
    ...wrong.slice(0, MOST_LINES).map(({ text }) => `WRONG: ${text}`),
    ...(left > 0 ? [`and ${left} more`] : []),
    wrong.length === 0
      ? `The rows of ${orders} orders and the figures of ${days} ${days === 1 ? 'day' : 'days'} in insights are right.`
      : 'Insights is wrong. It is a copy: npm run rebuild-insights makes it anew (functions/insights/README.md).',
    '',
  ].join('\n');
};
