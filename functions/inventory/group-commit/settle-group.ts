import { allSettled } from '../../../shared/kernel/contention.ts';
import { rejectionOf } from '../domain/reservation.ts';
import type { IntentLine } from './batch-intent.ts';
import type { StockSnapshot } from './batch-store.ts';
import { commitBatch, recoverAbandoned, type BatchDependencies } from './commit-batch.ts';
import type { ProductGroup } from './grouping.ts';
import { reservationAggregate, type ReservationPorts } from './reservations.ts';
import type { SoldOutMemory } from './sold-out.ts';
import { fit, nextStep, type NextStep } from './taking.ts';

/** The ports that settling a group needs. */
export interface SettleGroupDependencies extends BatchDependencies, ReservationPorts {
  readonly soldOut: SoldOutMemory;
}

/** Order ids by result. Orders in neither set were decided by this call. */
export interface GroupResult {
  /** Had a reservation before. */
  readonly known: ReadonlySet<string>;
  /** Must be tried again: it is not certain that they cannot be served. */
  readonly undecided: ReadonlySet<string>;
}

/** Refusals after which a group waits. Each means that other workers took units in between. */
const MAX_REFUSALS = 4;

/**
 * Settles a group of orders for one product:
 * 1. take units for all of them; if there are too few, the refusal returns a snapshot of the stock;
 * 2. take units for those that fit, oldest first, and continue with the rest on the snapshot that closing the batch
 *    returned;
 * 3. if none fits and no batch is open, refuse them: nothing can come back;
 * 4. if none fits and a batch is open, leave them undecided, and finish batches whose worker died.
 * @throws whatever a call throws. Orders decided by then are found decided when their messages are delivered again.
 */
export const settleGroup =
  (dependencies: SettleGroupDependencies) =>
  async ({ productId, lines }: ProductGroup): Promise<GroupResult> => {
    const { soldOut } = dependencies;
    const commit = commitBatch(dependencies);
    const known = new Set<string>();
    const undecided = (rest: readonly IntentLine[]): GroupResult => ({
      known,
      undecided: new Set(rest.map(({ orderId }) => orderId)),
    });

    let rest = lines;
    let stock = rememberedRefusal(soldOut, productId, lines);
    for (let refusals = 0; rest.length > 0 && refusals <= MAX_REFUSALS;) {
      const next: NextStep<IntentLine> =
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
        for (const orderId of committed.finished.known) known.add(orderId);
        stock = committed.finished.stock;
        rest = next.left;
      }
      soldOut.note(productId, stock);
    }
    if (stock !== undefined) await recoverAbandoned(dependencies)(stock.open);
    return undecided(rest);
  };

/** A remembered snapshot, if it is certain that none of the lines can be served. */
const rememberedRefusal = (
  soldOut: SoldOutMemory,
  productId: string,
  lines: readonly IntentLine[],
): StockSnapshot | undefined => {
  const available = soldOut.availableOf(productId);
  if (available === undefined || fit(lines, available).fitting.length > 0) return undefined;
  return { available, open: [] };
};

/** Writes refusals. @returns the orders that had a reservation before, so that nothing was refused. */
const refuse = async (
  dependencies: SettleGroupDependencies,
  productId: string,
  lines: readonly IntentLine[],
  available: number,
): Promise<readonly string[]> => {
  const { create } = reservationAggregate(dependencies);
  const at = dependencies.now();
  const known = await allSettled(
    lines.map(async ({ orderId, quantity, requestedAt, trace }) => {
      const request = { orderId, items: [{ productId, quantity }], requestedAt };
      const refusal = rejectionOf(request, [{ productId, requested: quantity, available }], at);
      const inserted = await create(refusal, trace, [{ type: 'StockReservationFailed' }]);
      return inserted === 'exists' ? [orderId] : [];
    }),
  );
  return known.flat();
};
