import { heldBy, isConserved } from '../../../functions/inventory/group-commit/conservation.ts';
import type { Reservation } from '../../../functions/inventory/domain/reservation.ts';
import { REMEMBERED_SECONDS } from '../../../functions/inventory/group-commit/sold-out.ts';
import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/** The allowed status transitions of a reservation. */
const follows: Readonly<Record<Reservation['status'], readonly Reservation['status'][]>> = {
  RESERVED: ['RESERVED', 'COMMITTED', 'RELEASED'],
  COMMITTED: ['COMMITTED', 'RELEASED'],
  RELEASED: [],
  REJECTED: ['REJECTED'],
};

interface Level {
  readonly atMs: number;
  readonly available: number;
}

/**
 * Rules for stock:
 * - After each step, received units = available + held by open batches + reserved + committed. The number of available
 *   units is never negative.
 * - A reservation changes its status only as `follows` allows.
 * - An order is rejected only if one of its products had too few units while the order waited, or shortly before
 *   (`REMEMBERED_SECONDS`).
 * - At the end, no batch is open.
 */
export const stockInvariants = ({ world, stores }: Shop): Observer => {
  const { kernel } = world;
  const reserved = new Map<string, number>();
  const committed = new Map<string, number>();
  const levels = new Map<string, Level[]>();
  const touched = new Set<string>();

  const book = ({ status, lines }: Reservation, sign: 1 | -1): void => {
    if (status !== 'RESERVED' && status !== 'COMMITTED') return;
    const ledger = status === 'RESERVED' ? reserved : committed;
    for (const { productId, quantity } of lines) {
      ledger.set(productId, (ledger.get(productId) ?? 0) + sign * quantity);
      touched.add(productId);
    }
  };

  /** The units that open batches hold: taken from the stock and not reserved yet, or released and not returned yet. */
  const heldByBatches = (open: readonly string[]): number =>
    open.reduce((sum, batch) => {
      const intent = stores.batches.intents.get(batch);
      return intent === undefined
        ? sum
        : sum + heldBy(intent, (orderId) => stores.reservations.rows.get(orderId)?.state);
    }, 0);

  /** Whether fewer than `wanted` units were available at any time since `sinceMs`. */
  const wasShort = (productId: string, wanted: number, sinceMs: number): boolean => {
    const past = levels.get(productId) ?? [];
    for (let index = past.length - 1; index >= 0; index -= 1) {
      const { atMs, available } = past[index]!;
      if (available < wanted) return true;
      if (atMs < sinceMs) return false;
    }
    // `sinceMs` is before the product's first stock change. Until that change, the product had no units, so it had too
    // few.
    return true;
  };

  return {
    store: {
      onReservation: (row, before) => {
        if (before !== undefined) {
          book(before, -1);
          if (!follows[before.status].includes(row.status)) {
            kernel.fail(
              'reservation-decided-once',
              `${world.orderName(row.orderId)} went from ${before.status} to ${row.status}`,
            );
          }
        }
        book(row, 1);
        for (const { productId } of row.lines) touched.add(productId);
        if (row.status !== 'REJECTED' || before !== undefined) return;
        const sinceMs = Date.parse(row.requestedAt) - REMEMBERED_SECONDS * 1000;
        const isReal = row.shortages.some(({ productId, requested }) =>
          wasShort(productId, requested, sinceMs),
        );
        if (!isReal)
          kernel.fail('no-false-shortage', `${world.orderName(row.orderId)} was rejected without a shortage`);
      },
      onStock: ({ productId, after }) => {
        const past = levels.get(productId) ?? [];
        past.push({ atMs: kernel.milliseconds(), available: after });
        levels.set(productId, past);
        touched.add(productId);
      },
    },
    afterStep: () => {
      for (const productId of touched) {
        const level = stores.stock.items.get(productId);
        const balance = {
          available: level?.available ?? 0,
          received: level?.received ?? 0,
          reserved: reserved.get(productId) ?? 0,
          committed: committed.get(productId) ?? 0,
          open: heldByBatches(level?.open ?? []),
        };
        if (!isConserved(balance)) {
          kernel.fail('stock-is-conserved', `${productId}: ${JSON.stringify(balance)}`);
        }
      }
      touched.clear();
    },
    atEnd: () => {
      for (const [productId, { open }] of stores.stock.items) {
        if (open.length > 0) kernel.fail('batches-end', `${open.length} batches of ${productId} stay open`);
      }
    },
  };
};
