import { AppError } from '../../../shared/errors.ts';
import { whileContended } from '../../../shared/kernel/contention.ts';
import { changeReservation, type ReservationChanges } from '../domain/change-reservation.ts';
import { commitBatch, type BatchDependencies } from '../domain/escrow/commit-batch.ts';
import type { EndedOrder } from '../domain/escrow/ended-order.ts';
import { groupByProduct, type ProductGroup } from '../domain/escrow/grouping.ts';
import type { ManifestLine } from '../domain/escrow/manifest.ts';
import { release, tombstoneOf, type Reservation } from '../domain/reservation.ts';

/** What the use case needs. */
export interface ReleaseStockDependencies extends ReservationChanges, BatchDependencies {}

/**
 * Gives ended orders' units back, many at once.
 * @returns what went wrong, by order: its message must be delivered again.
 */
export type ReleaseStock = (requests: readonly EndedOrder[]) => Promise<ReadonlyMap<string, unknown>>;

/** Tries within one call: an order is tried again when its row appeared in between, or a batch was left in doubt. */
const MAX_ROUNDS = 4;
/** Rows that one read takes. */
const ROWS_PER_READ = 100;

/**
 * Gives ended orders' units back:
 * 1. without a row, a tombstone keeps the reservation, should it come later, from keeping anything;
 * 2. rows of one product are released in groups, by a batch as they were reserved;
 * 3. a row of several products is released with its stock in one transaction;
 * 4. what is released or refused stays as it is.
 */
export const releaseStock = (dependencies: ReleaseStockDependencies): ReleaseStock => {
  const { escrow, reservations, pause, now } = dependencies;
  const commit = commitBatch(dependencies);

  const leaveTombstone = async ({ orderId }: EndedOrder): Promise<boolean> =>
    (await whileContended(pause, () => reservations.insert(tombstoneOf(orderId, now()), []))) === 'inserted';

  const releaseTogether = async ({ orderId, cause }: EndedOrder): Promise<boolean> =>
    (await changeReservation(dependencies, orderId, release(now()), cause)).outcome === 'accepted';

  const releaseGroup = async ({ productId, lines }: ProductGroup): Promise<boolean> =>
    (await commit({ kind: 'release', productId, lines })).outcome === 'done';

  return async (requests) => {
    const failures = new Map<string, unknown>();
    let rest = new Map(requests.map((request) => [request.orderId, request]));

    const round = async (some: readonly EndedOrder[]): Promise<readonly EndedOrder[]> => {
      const rows = await escrow.rows(some.map(({ orderId }) => orderId));
      const again: EndedOrder[] = [];
      const part = async (orders: readonly EndedOrder[], run: () => Promise<boolean>): Promise<void> => {
        try {
          if (!(await run())) again.push(...orders);
        } catch (error) {
          for (const { orderId } of orders) failures.set(orderId, error);
        }
      };
      const single: (ManifestLine & { readonly productId: string })[] = [];
      const running: Promise<void>[] = [];
      for (const request of some) {
        const row = rows.get(request.orderId);
        if (row === undefined) {
          running.push(part([request], () => leaveTombstone(request)));
        } else if (holdsStock(row)) {
          const [line, ...others] = row.lines;
          if (line !== undefined && others.length === 0) single.push({ ...line, ...request });
          else running.push(part([request], () => releaseTogether(request)));
        }
      }
      for (const group of groupByProduct(single)) {
        const orders = group.lines.flatMap(({ orderId }) => some.filter((one) => one.orderId === orderId));
        running.push(part(orders, () => releaseGroup(group)));
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
      rest = new Map(next.map((request) => [request.orderId, request]));
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
