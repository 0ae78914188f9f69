import { allSettled, type Pause, whileContended } from '../../../shared/kernel/contention.ts';
import { batchOf } from '../domain/reservation.ts';
import { publishReservation } from '../publications.ts';
import { releasedRow, reservedRow, type BatchIntent, type IntentLine } from './batch-intent.ts';
import type { BatchStore, StockSnapshot } from './batch-store.ts';

/** The ports that finishing a batch needs. */
export interface FinishDependencies {
  readonly batches: BatchStore;
  readonly pause: Pause;
}

/** A finished batch. */
export interface FinishedBatch {
  /** The stock item after the batch was closed, by this worker or another. */
  readonly stock: StockSnapshot;
  /** Orders that had a reservation before: they were decided otherwise, or another worker began to finish this batch. */
  readonly known: ReadonlySet<string>;
}

/** The result of one line. */
interface FinishedLine {
  readonly line: IntentLine;
  readonly known: boolean;
  /** Whether this batch wrote the reservation. Once the reservation exists, the answer never changes. */
  readonly ours: boolean;
}

/**
 * Finishes a batch that may be open (roll forward). Any worker may do it, any number of times, also concurrently:
 * 1. write each line's reservation, unless the order has one (or release it, unless it is released already);
 * 2. compute the units to return: those that were taken for orders with another reservation, or those that were released;
 * 3. in one update, return them and remove the batch from the open ones, if it is still open.
 *
 * Once all reservations exist, the units to return follow from them alone, and the condition of step 3 applies them once.
 */
export const finishBatch =
  ({ batches, pause }: FinishDependencies) =>
  async (intent: BatchIntent): Promise<FinishedBatch> => {
    const { batch, kind, productId } = intent;

    const insert = async (line: IntentLine): Promise<FinishedLine> => {
      const row = reservedRow(intent, line);
      const outbox = publishReservation([{ type: 'StockReserved' }], { state: row, trace: line.trace });
      const inserted = await whileContended(pause, () => batches.insertRow(row, outbox));
      if (inserted.outcome === 'inserted') return { line, known: false, ours: true };
      return { line, known: true, ours: batchOf(inserted.row) === batch };
    };
    const release = async (line: IntentLine): Promise<FinishedLine> => {
      const row = releasedRow(intent, line);
      const released = await whileContended(pause, () => batches.releaseRow(row));
      if (released.outcome === 'released') return { line, known: false, ours: true };
      const before = released.row;
      return { line, known: true, ours: before?.status === 'RELEASED' && before.releasedBy === batch };
    };

    const finished = await allSettled(intent.lines.map(kind === 'reserve' ? insert : release));
    const units = creditOf(kind, finished);
    const closed = await whileContended(pause, () => batches.close(productId, batch, units));
    const known = new Set(finished.filter((one) => one.known).map(({ line }) => line.orderId));
    return { stock: closed.stock, known };
  };

/** The units that a batch returns: those taken for orders with another reservation, or those that it released. */
export const creditOf = (
  kind: BatchIntent['kind'],
  finished: readonly { readonly line: { readonly quantity: number }; readonly ours: boolean }[],
): number => {
  let units = 0;
  for (const { line, ours } of finished) if (ours === (kind === 'release')) units += line.quantity;
  return units;
};

/** The result of finishing another worker's batch. `lost`: it has no intent, so nobody knows what it was to do. */
export type Recovery = 'finished' | 'lost';

/** Finishes a batch by its id. */
export const recoverBatch =
  (dependencies: FinishDependencies) =>
  async (batch: string): Promise<Recovery> => {
    const intent = await dependencies.batches.loadIntent(batch);
    if (intent === undefined) return 'lost';
    await finishBatch(dependencies)(intent);
    return 'finished';
  };
