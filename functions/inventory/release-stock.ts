import { AppError } from '../../shared/errors.ts';
import type { Instant } from '../../shared/kernel/clock.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import { release, tombstoneOf, type Reservation } from './domain/reservation.ts';
import type { IntentLine } from './group-commit/batch-intent.ts';
import { commitBatch, type BatchDependencies } from './group-commit/commit-batch.ts';
import { groupByProduct, type ProductGroup } from './group-commit/grouping.ts';
import { reservationAggregate, type ReservationPorts } from './group-commit/reservations.ts';

/** An order that ended without being fulfilled. */
export interface EndedOrder {
  readonly orderId: string;
  /** When the order ended. */
  readonly requestedAt: Instant;
  readonly trace: Trace;
}

/** The ports of the use case. */
export interface ReleaseStockDependencies extends ReservationPorts, BatchDependencies {}

/**
 * Returns the units of several ended orders to the stock.
 * @returns the failures by order id. Their messages must be delivered again; all other messages are done.
 */
export type ReleaseStock = (orders: readonly EndedOrder[]) => Promise<ReadonlyMap<string, unknown>>;

/**
 * How often one call tries to release the orders. A try is repeated if a reservation appeared during the try, or if it
 * is unknown whether a batch had an effect.
 */
const MAX_ROUNDS = 4;
/** How many reservations one read may request. */
const ROWS_PER_READ = 100;

/**
 * Returns the units of ended orders:
 * - an order without a reservation gets a tombstone, so that a request for stock that arrives later takes nothing;
 * - orders of one product are released together, by a batch;
 * - an order of several products is released in one transaction, which also returns its units;
 * - a released or refused reservation stays as it is.
 */
export const releaseStock = (dependencies: ReleaseStockDependencies): ReleaseStock => {
  const { batches, pause, now } = dependencies;
  const reservations = reservationAggregate(dependencies);
  const commit = commitBatch(dependencies);

  const leaveTombstone = async ({ orderId, trace }: EndedOrder): Promise<boolean> =>
    (await reservations.create(tombstoneOf(orderId, now()), trace)) === 'inserted';

  const releaseSingly = async ({ orderId, trace }: EndedOrder): Promise<boolean> =>
    (await reservations.change(orderId, trace, release(now()))).outcome === 'accepted';

  const releaseGroup = async ({ productId, lines }: ProductGroup): Promise<boolean> =>
    (await commit({ kind: 'release', productId, lines })).outcome === 'done';

  return async (ended) => {
    const failures = new Map<string, unknown>();
    let rest = new Map(ended.map((order) => [order.orderId, order]));

    const round = async (some: readonly EndedOrder[]): Promise<readonly EndedOrder[]> => {
      const rows = await batches.rows(some.map(({ orderId }) => orderId));
      const again: EndedOrder[] = [];
      const releaseOrFail = async (
        orders: readonly EndedOrder[],
        run: () => Promise<boolean>,
      ): Promise<void> => {
        try {
          if (!(await run())) again.push(...orders);
        } catch (error) {
          for (const { orderId } of orders) failures.set(orderId, error);
        }
      };
      const single: (IntentLine & { readonly productId: string })[] = [];
      const running: Promise<void>[] = [];
      for (const order of some) {
        const row = rows.get(order.orderId);
        if (row === undefined) {
          running.push(releaseOrFail([order], () => leaveTombstone(order)));
        } else if (holdsStock(row)) {
          const [line, ...others] = row.lines;
          if (line !== undefined && others.length === 0) single.push({ ...line, ...order });
          else running.push(releaseOrFail([order], () => releaseSingly(order)));
        }
      }
      for (const group of groupByProduct(single)) {
        const orders = group.lines.flatMap(({ orderId }) => some.filter((one) => one.orderId === orderId));
        running.push(releaseOrFail(orders, () => releaseGroup(group)));
      }
      await Promise.all(running);
      return again;
    };

    for (let tries = 1; rest.size > 0 && tries <= MAX_ROUNDS; tries += 1) {
      if (tries > 1) await pause(tries - 1);
      const all = [...rest.values()];
      const next: EndedOrder[] = [];
      for (let at = 0; at < all.length; at += ROWS_PER_READ) {
        next.push(...(await round(all.slice(at, at + ROWS_PER_READ))));
      }
      rest = new Map(next.map((order) => [order.orderId, order]));
    }
    for (const orderId of rest.keys()) {
      failures.set(
        orderId,
        new AppError('unavailable', 'release.undecided', `The stock of order ${orderId} is not released yet`),
      );
    }
    return failures;
  };
};

const holdsStock = (row: Reservation): boolean => row.status === 'RESERVED' || row.status === 'COMMITTED';
