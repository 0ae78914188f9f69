import { allSettled } from '../../../shared/kernel/contention.ts';
import { rejectionOf } from '../domain/reservation.ts';
import type { IntentLine } from './batch-intent.ts';
import type { StockSnapshot } from './batch-store.ts';
import { commitBatch, recoverAbandoned, type BatchDependencies } from './commit-batch.ts';
import type { ProductGroup } from './grouping.ts';
import { reservationAggregate, type ReservationPorts } from './reservations.ts';
import type { SoldOutMemory } from './sold-out.ts';
import { fit, nextStep, type NextStep } from './taking.ts';

/** The ports that are needed to decide a group of orders of one product. */
export interface SettleGroupDependencies extends BatchDependencies, ReservationPorts {
  readonly soldOut: SoldOutMemory;
}

/** The ids of the orders that this call did not decide. It decided all other orders of the group. */
export interface GroupResult {
  /** Orders that had a reservation before. */
  readonly known: ReadonlySet<string>;
  /** Orders that must be tried again, because there may still be enough units for them. */
  readonly undecided: ReadonlySet<string>;
}

/**
 * A batch is refused if fewer units are available than it would take. After more refused batches than this, the orders
 * that are left stay undecided and are tried again later.
 */
const MAX_REFUSALS = 4;

/**
 * Accepts or refuses the orders of a group, which are all for one product. Each batch takes units for some orders, and
 * returns a snapshot of the stock:
 * 1. if the remembered stock (`soldOut`) can serve none of the orders, refuse them. Otherwise commit a batch for all
 *    orders. If there are too few units, the batch is refused, and returns a snapshot as well;
 * 2. commit a batch for the orders that the snapshot can serve, oldest first. Repeat this step with the next snapshot
 *    and the orders that are left. If the outcome of a batch is unknown, stop, and leave its orders and all orders that
 *    are left undecided;
 * 3. if the snapshot can serve none of the orders that are left, and no batch is open, refuse these orders, because no
 *    units can come back;
 * 4. if the snapshot can serve none of the orders that are left, and a batch is open, leave these orders undecided.
 *    Finish open batches whose workers died.
 * @throws the error of a storage call. When the messages are delivered again, orders that were decided before stay
 *   decided.
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

/**
 * The remembered stock as a snapshot, if it can serve none of the lines. `undefined` if it can serve at least one line,
 * or if no stock is remembered.
 */
const rememberedRefusal = (
  soldOut: SoldOutMemory,
  productId: string,
  lines: readonly IntentLine[],
): StockSnapshot | undefined => {
  const available = soldOut.availableOf(productId);
  if (available === undefined || fit(lines, available).fitting.length > 0) return undefined;
  return { available, open: [] };
};

/**
 * Writes a refusal for each line.
 * @returns the orders that were not refused, because they had a reservation before.
 */
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
