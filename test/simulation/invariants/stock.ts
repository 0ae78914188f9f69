import { escrowOf, isConserved } from '../../../functions/inventory/domain/conservation.ts';
import type { Reservation } from '../../../functions/inventory/domain/reservation.ts';
import { REMEMBERED_SECONDS } from '../../../functions/inventory/domain/escrow/sold-out.ts';
import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/** How a reservation's row may change. It is decided once. */
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
 * Stock is neither lost nor made up: received = available + escrow + reserved + committed, and nothing is below 0, after each step.
 * A reservation is decided once. No order is refused for a shortage that there never was while it waited.
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

  /** Units that open batches have to account for still. */
  const escrowedOf = (open: readonly string[]): number =>
    open.reduce((sum, batch) => {
      const manifest = stores.escrow.manifests.get(batch);
      return manifest === undefined
        ? sum
        : sum + escrowOf(manifest, (orderId) => stores.reservations.rows.get(orderId)?.state);
    }, 0);

  /** Whether there was too little of a product at some instant since the order was placed. */
  const wasShort = (productId: string, wanted: number, sinceMs: number): boolean => {
    const past = levels.get(productId) ?? [];
    for (let index = past.length - 1; index >= 0; index -= 1) {
      const { atMs, available } = past[index]!;
      if (available < wanted) return true;
      if (atMs < sinceMs) return false;
    }
    // There was nothing of it before its first delivery.
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
          kernel.fail('no-false-shortage', `${world.orderName(row.orderId)} was refused without one`);
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
          escrow: escrowedOf(level?.open ?? []),
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
