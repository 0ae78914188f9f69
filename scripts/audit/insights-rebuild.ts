import { emptyRow, fold, type OrderEvent } from '../../functions/insights/domain/fold.ts';
import type { OrderRow } from '../../functions/insights/domain/order-row.ts';
import type { QueueMessage } from '../../shared/events/integration-event.ts';
import { inboxes } from '../../shared/events/subscriptions.ts';
import type { Difference } from './insights.ts';

const heard: readonly string[] = inboxes['insights-inbox'].events;

/** A row as text, with its fields sorted, so that equal rows give equal texts. */
const textOf = (row: OrderRow | undefined): string =>
  JSON.stringify(row ?? null, (_, value: unknown) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

/** Rows that are rebuilt from published events. */
export interface Rebuild {
  /** Adds an event to the row of its order. An event that the insights service does not receive changes nothing. */
  add(message: QueueMessage): void;
  /**
   * The differences between the rebuilt rows and the stored rows, at most one for each row. Rows of the orders in
   * `except` are not compared.
   */
  differences(
    stored: (orderId: string) => OrderRow | undefined,
    except?: ReadonlySet<string>,
  ): readonly Difference[];
}

/**
 * Rebuilds rows in memory. Given all events, it makes the same rows that the insights service stored when these events
 * arrived.
 */
export const rebuildRows = (): Rebuild => {
  const rows = new Map<string, OrderRow>();
  return {
    add: ({ type, id, time: at, correlationId, causationId, data }) => {
      if (!heard.includes(type)) return;
      const event = { type, id, at, correlationId, causationId, data } as OrderEvent;
      const { orderId } = event.data;
      rows.set(orderId, fold(rows.get(orderId) ?? emptyRow(orderId), event));
    },
    differences: (stored, except = new Set()) =>
      [...rows].flatMap(([orderId, row]): Difference[] => {
        if (except.has(orderId)) return [];
        const [known, correct] = [textOf(stored(orderId)), textOf(row)];
        if (known === correct) return [];
        return [{ name: `rebuilt ${orderId}`, text: `${orderId}: the row is ${known}, rebuilt ${correct}` }];
      }),
  };
};
