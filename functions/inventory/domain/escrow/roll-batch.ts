import { allSettled } from '../../../../shared/kernel/all-settled.ts';
import { whileContended, type Pause } from '../../../../shared/kernel/contention.ts';
import type { ToEnvelopes } from '../change-reservation.ts';
import { batchOf } from '../reservation.ts';
import type { EscrowedStock, EscrowStore } from './escrow-store.ts';
import { releasedRow, reservedRow, type Manifest, type ManifestLine } from './manifest.ts';

/** What finishing a batch needs. */
export interface RollDependencies {
  readonly escrow: EscrowStore;
  readonly toEnvelopes: ToEnvelopes;
  readonly pause: Pause;
}

/** A finished batch. */
export interface Rolled {
  /** The stock item after the batch was closed, by whomever. */
  readonly stock: EscrowedStock;
  /** Orders that had a row before: somebody decided them, or began to finish this batch. */
  readonly known: ReadonlySet<string>;
}

/** What became of one line. */
interface RolledLine {
  readonly line: ManifestLine;
  readonly known: boolean;
  /** Whether the row is this batch's doing; that never changes once the row is there. */
  readonly ours: boolean;
}

/**
 * Finishes a batch that may be open. Anybody may, any number of times, also at the same time:
 * 1. write each line's row, unless the order has one (or is released already);
 * 2. put back what the rows leave over: of a reservation what other rows stand for, of a release what it released;
 * 3. with that, remove the batch from the open ones, if it still is among them.
 *
 * Once all rows are there, what is put back follows from them alone, and the guard applies it once.
 */
export const rollBatch =
  ({ escrow, toEnvelopes, pause }: RollDependencies) =>
  async (manifest: Manifest): Promise<Rolled> => {
    const { batch, kind, productId } = manifest;

    const insert = async (line: ManifestLine): Promise<RolledLine> => {
      const row = reservedRow(manifest, line);
      const outbox = toEnvelopes([{ type: 'StockReserved' }], row, line.cause);
      const inserted = await whileContended(pause, () => escrow.insertRow(row, outbox));
      if (inserted.outcome === 'inserted') return { line, known: false, ours: true };
      return { line, known: true, ours: batchOf(inserted.row) === batch };
    };
    const release = async (line: ManifestLine): Promise<RolledLine> => {
      const row = releasedRow(manifest, line);
      const outbox = toEnvelopes([{ type: 'StockReleased', at: manifest.at }], row, line.cause);
      const released = await whileContended(pause, () => escrow.releaseRow(row, outbox));
      if (released.outcome === 'released') return { line, known: false, ours: true };
      const before = released.row;
      return { line, known: true, ours: before?.status === 'RELEASED' && before.releasedBy === batch };
    };

    const rolled = await allSettled(manifest.lines.map(kind === 'reserve' ? insert : release));
    const units = creditOf(kind, rolled);
    const closed = await whileContended(pause, () => escrow.close(productId, batch, units));
    const known = new Set(rolled.filter((one) => one.known).map(({ line }) => line.orderId));
    return { stock: closed.stock, known };
  };

/** What a batch gives back: the units that it took for rows of others, or those that it released. */
export const creditOf = (
  kind: Manifest['kind'],
  rolled: readonly { readonly line: { readonly quantity: number }; readonly ours: boolean }[],
): number => {
  let units = 0;
  for (const { line, ours } of rolled) if (ours === (kind === 'release')) units += line.quantity;
  return units;
};

/** How the end of a batch that somebody left open went: `lost` is one without a manifest, which nobody may guess. */
export type Recovery = 'rolled' | 'lost';

/** Finishes a batch by its id, out of its manifest. */
export const recoverBatch =
  (dependencies: RollDependencies) =>
  async (batch: string): Promise<Recovery> => {
    const manifest = await dependencies.escrow.loadManifest(batch);
    if (manifest === undefined) return 'lost';
    await rollBatch(dependencies)(manifest);
    return 'rolled';
  };
