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
  /** The stock item after this worker or another one closed the batch. */
  readonly stock: StockSnapshot;
  /**
   * The ids of orders for which this call changed nothing: these orders were decided before, or another worker has
   * written their part of this batch.
   */
  readonly known: ReadonlySet<string>;
}

/** The result of finishing one line of the batch. A batch has one line for each of its orders. */
interface FinishedLine {
  readonly line: IntentLine;
  readonly known: boolean;
  /**
   * True if this batch made the reservation, or released it. Every worker that finishes the batch gets the same value.
   */
  readonly ours: boolean;
}

/**
 * Finishes a batch (roll forward). Any number of workers can finish the same batch, even at the same time:
 * 1. for each line, insert the order's reservation, unless the order has one. If the batch is a release, release the
 *    reservation instead, unless it is released already;
 * 2. compute the units to return to the stock. A release returns the units of the reservations that it released. A
 *    batch that reserves returns the units of the orders whose reservation it did not make;
 * 3. return these units and remove the batch from the open ones, in one update. The update has no effect if the batch
 *    is already closed.
 *
 * After step 1 every worker computes the same units, and the condition of step 3 lets only one worker return them.
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

/** The units that a batch returns to the stock (step 2 of `finishBatch`). */
export const creditOf = (
  kind: BatchIntent['kind'],
  finished: readonly { readonly line: { readonly quantity: number }; readonly ours: boolean }[],
): number => {
  let units = 0;
  for (const { line, ours } of finished) if (ours === (kind === 'release')) units += line.quantity;
  return units;
};

/**
 * The result of finishing another worker's batch. `lost`: the batch has no intent, so nothing shows what it should do.
 */
export type Recovery = 'finished' | 'lost';

/** Finishes the batch with this id. Another worker has opened the batch. */
export const recoverBatch =
  (dependencies: FinishDependencies) =>
  async (batch: string): Promise<Recovery> => {
    const intent = await dependencies.batches.loadIntent(batch);
    if (intent === undefined) return 'lost';
    await finishBatch(dependencies)(intent);
    return 'finished';
  };
