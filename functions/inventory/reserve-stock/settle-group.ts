import { whileContended } from '../../../shared/kernel/contention.ts';
import { allSettled } from '../../../shared/kernel/all-settled.ts';
import type { ReservationChanges } from '../domain/change-reservation.ts';
import { commitBatch, recoverAbandoned, type BatchDependencies } from '../domain/escrow/commit-batch.ts';
import type { EscrowedStock } from '../domain/escrow/escrow-store.ts';
import type { ProductGroup } from '../domain/escrow/grouping.ts';
import type { ManifestLine } from '../domain/escrow/manifest.ts';
import type { SoldOutMemory } from '../domain/escrow/sold-out.ts';
import { fit, nextStep, type NextStep } from '../domain/escrow/taking.ts';
import { rejectionOf } from '../domain/reservation.ts';

/** What settling a group needs. */
export interface SettleGroupDependencies extends BatchDependencies, ReservationChanges {
  readonly soldOut: SoldOutMemory;
}

/** What became of a group's orders, by id; those in neither set are decided by this very call. */
export interface GroupResult {
  /** Had a row before. */
  readonly known: ReadonlySet<string>;
  /** Are to be tried again: it is not certain yet that they cannot be served. */
  readonly undecided: ReadonlySet<string>;
}

/** Refusals after which a group waits: each means that others took units in between. */
const MAX_REFUSALS = 4;

/**
 * Settles a group of orders for one product:
 * 1. take for all of them; what cannot be had at once is decided by the snapshot that the refusal returned:
 * 2. take for those that fit, oldest first, and go on with the others on the snapshot that closing the batch returned;
 * 3. where none fits and nothing is open, refuse them: that is certain, for nothing can come back;
 * 4. where none fits and a batch is open, leave them undecided, and finish batches whose worker died.
 * @throws whatever a call throws; orders that are decided by then are found decided when their messages come again.
 */
export const settleGroup =
  (dependencies: SettleGroupDependencies) =>
  async ({ productId, lines }: ProductGroup): Promise<GroupResult> => {
    const { soldOut } = dependencies;
    const commit = commitBatch(dependencies);
    const known = new Set<string>();
    const undecided = (rest: readonly ManifestLine[]): GroupResult => ({
      known,
      undecided: new Set(rest.map(({ orderId }) => orderId)),
    });

    let rest = lines;
    let stock = rememberedRefusal(soldOut, productId, lines);
    for (let refusals = 0; rest.length > 0 && refusals <= MAX_REFUSALS;) {
      const next: NextStep<ManifestLine> =
        stock === undefined ? { step: 'take', lines: rest, left: [] } : nextStep(rest, stock);
      if (next.step === 'wait') break;
      if (next.step === 'refuse') {
        const refused = await refuse(dependencies, productId, rest, stock?.available ?? 0);
        for (const orderId of refused) known.add(orderId);
        return undecided([]);
      }
      const committed = await commit({ kind: 'reserve', productId, lines: next.lines });
      if (committed.outcome === 'unknown') return undecided(rest);
      if (committed.outcome === 'refused') {
        refusals += 1;
        stock = committed.stock;
      } else {
        for (const orderId of committed.rolled.known) known.add(orderId);
        stock = committed.rolled.stock;
        rest = next.left;
      }
      soldOut.note(productId, stock);
    }
    if (stock !== undefined) await recoverAbandoned(dependencies)(stock.open);
    return undecided(rest);
  };

/** What is remembered of the stock, if it is certain that none of the lines can be had. */
const rememberedRefusal = (
  soldOut: SoldOutMemory,
  productId: string,
  lines: readonly ManifestLine[],
): EscrowedStock | undefined => {
  const available = soldOut.availableOf(productId);
  if (available === undefined || fit(lines, available).fitting.length > 0) return undefined;
  return { available, open: [] };
};

/** Writes refusals. @returns the orders that had a row before, so that nothing was refused. */
const refuse = async (
  { reservations, toEnvelopes, pause, now }: SettleGroupDependencies,
  productId: string,
  lines: readonly ManifestLine[],
  available: number,
): Promise<readonly string[]> => {
  const at = now();
  const known = await allSettled(
    lines.map(async ({ orderId, quantity, requestedAt, cause }) => {
      const request = { orderId, items: [{ productId, quantity }], requestedAt };
      const row = rejectionOf(request, [{ productId, requested: quantity, available }], at);
      const outbox = toEnvelopes([{ type: 'StockReservationFailed' }], row, cause);
      const inserted = await whileContended(pause, () => reservations.insert(row, outbox));
      return inserted === 'exists' ? [orderId] : [];
    }),
  );
  return known.flat();
};
