import { daysAfter, type ExpiresAt } from '../../shared/kernel/clock.ts';
import { type Contended, type Pause, whileContended } from '../../shared/kernel/contention.ts';
import { type Delivery, type DeliveryResult, groupedBy, resultsOf } from '../../shared/kernel/messages.ts';
import { figureChangesOf, sumOfDays } from './domain/figures.ts';
import { emptyRow, fold, type OrderEvent } from './domain/fold.ts';
import { lastEventAt, type OrderRow } from './domain/order-row.ts';
import { MOST_ROWS_COUNTED, type RowStore, type RowWrite } from './domain/row-store.ts';

/**
 * What `recordEvents` needs. `keepDays`: how many days a row is kept after its last event, and figures after the
 * beginning of their day.
 */
export interface RecordEventsDependencies {
  readonly rows: Pick<RowStore, 'loadMany' | 'save' | 'saveCounted'>;
  readonly pause: Pause;
  readonly keepDays: number;
}

/** A row before and after events were added to it, and the version that is stored. */
interface Change {
  readonly before: OrderRow;
  readonly after: OrderRow;
  readonly version: number;
}

const chunksOf = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

const eventOf = ({ data, context, message }: Delivery<unknown>): OrderEvent =>
  ({
    type: message.type,
    id: message.id,
    at: new Date(context.sentAt).toISOString(),
    correlationId: context.correlationId,
    causationId: message.causationId,
    data,
  }) as OrderEvent;

/**
 * Adds events to the rows of their orders, and updates the figures. All events of one order are written together.
 *
 * A row and the figures that it changes are written in one transaction, on the condition that the row is unchanged. So
 * an event that arrives again is not counted again.
 * @returns a result for each delivery. An event fails if its row could not be written.
 */
export const recordEvents = ({ rows, pause, keepDays }: RecordEventsDependencies) => {
  const writeOf = ({ after, version }: Change): RowWrite => ({
    row: after,
    version,
    expiresAt: daysAfter(lastEventAt(after), keepDays),
  });

  const expiryOf = (day: string): ExpiresAt => daysAfter(day, keepDays);

  const changesOf = async (
    events: ReadonlyMap<string, readonly OrderEvent[]>,
  ): Promise<readonly Change[]> => {
    const stored = await rows.loadMany([...events.keys()]);
    return [...events].flatMap(([orderId, ofOrder]): readonly Change[] => {
      const { state: before, version } = stored.get(orderId) ?? { state: emptyRow(orderId), version: 0 };
      const after = ofOrder.reduce(fold, before);
      return before === after ? [] : [{ before, after, version }];
    });
  };

  /**
   * Tries once to write changes. A write without a transaction costs half as much as a write in a transaction. So rows
   * that do not change the figures are written without a transaction.
   */
  const tryToWrite = async (changes: readonly Change[]): Promise<'saved' | Contended> => {
    const days = changes.map((change) => figureChangesOf(change));
    const counted = changes.filter((_, index) => days[index]?.size !== 0);
    const others = changes.filter((_, index) => days[index]?.size === 0);
    const outcomes = await Promise.all([
      ...others.map((change) => rows.save(writeOf(change))),
      ...(counted.length === 0 ? [] : [rows.saveCounted(counted.map(writeOf), sumOfDays(days), expiryOf)]),
    ]);
    return outcomes.every((outcome) => outcome === 'saved') ? 'saved' : 'contended';
  };

  const recordOne = (orderId: string, events: readonly OrderEvent[]): Promise<unknown> =>
    whileContended(pause, async () => tryToWrite(await changesOf(new Map([[orderId, events]]))));

  /** Records the events of some orders together, or of each order separately if other writers interfere. */
  const recordSome = async (
    events: ReadonlyMap<string, readonly OrderEvent[]>,
    failures: Map<string, unknown>,
  ): Promise<void> => {
    if (events.size > 1 && (await tryToWrite(await changesOf(events))) === 'saved') return;
    const ends = [...events].map(async ([orderId, ofOrder]) => {
      try {
        await recordOne(orderId, ofOrder);
      } catch (error) {
        failures.set(orderId, error);
      }
    });
    await Promise.all(ends);
  };

  return async (deliveries: readonly Delivery<unknown>[]): Promise<readonly DeliveryResult[]> => {
    const all = deliveries.map(eventOf);
    const events = groupedBy(all, ({ data }) => data.orderId);
    const failures = new Map<string, unknown>();
    for (const some of chunksOf([...events], MOST_ROWS_COUNTED)) {
      try {
        await recordSome(new Map(some), failures);
      } catch (error) {
        for (const [orderId] of some) failures.set(orderId, error);
      }
    }
    const orderIds = all.map(({ data }) => data.orderId);
    return resultsOf(orderIds, failures);
  };
};
