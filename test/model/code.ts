import type { ToEnvelopes } from '../../functions/inventory/domain/change-reservation.ts';
import { batchIdOf, secondOf } from '../../functions/inventory/domain/escrow/batch-id.ts';
import type { StockRequest } from '../../functions/inventory/domain/escrow/grouping.ts';
import type { SoldOutMemory } from '../../functions/inventory/domain/escrow/sold-out.ts';
import { onOrderPaid } from '../../functions/inventory/on-order-paid/on-order-paid.ts';
import { releaseStock } from '../../functions/inventory/release-stock/release-stock.ts';
import { reserveStock } from '../../functions/inventory/reserve-stock/reserve-stock.ts';
import { sweepBatches } from '../../functions/inventory/sweep-batches/sweep-batches.ts';
import type { Ports } from './mutant.ts';
import type { PlannedOrder } from './plan.ts';
import type { Random } from './random.ts';

const NOW = '2026-03-01T09:00:00.000Z';
/** A time at which every batch's worker is taken for dead. */
const LATER = '2026-03-01T10:00:00.000Z';
const NOW_DIGITS = batchIdOf(Date.parse(NOW) / 1000, new Uint8Array(5)).slice(0, 6);
if (secondOf(NOW_DIGITS) * 1000 !== Date.parse(NOW))
  throw new Error('Batch ids of the model have the wrong time');

const CAUSE = { correlationId: 'c', causationId: 'm' };
/** Steps for which a worker remembers what was sold out. */
export const REMEMBERED_STEPS = 8;
/** A message: an order asks for stock, has ended, or was paid. */
export interface Mail {
  readonly kind: 'ask' | 'end' | 'pay';
  readonly order: PlannedOrder;
  readonly attempt: number;
}

/** The envelopes of the model: who reads them wants to know the type alone. */
const toEnvelopes: ToEnvelopes = (events, row) =>
  events.map(({ type }) => ({
    id: row.orderId,
    type:
      type !== 'AnswerRepeated'
        ? type
        : row.status === 'REJECTED'
          ? 'StockReservationFailed'
          : 'StockReserved',
    data: undefined,
  }));

/** What the code under check runs in. */
export interface CodeWorld {
  readonly ports: Ports;
  readonly random: Random;
  readonly pause: () => Promise<void>;
  readonly step: () => number;
  /** Whether all is still but for what was left behind, so that every worker of old is taken for dead. */
  readonly isDraining: () => boolean;
}

/** Wires the use cases of inventory as its functions do. */
export const wireCode = ({ ports, random, pause, step, isDraining }: CodeWorld) => {
  let ids = 0;
  const lastOf = new Map<string, { readonly at: number; readonly available: number }>();
  const soldOut: SoldOutMemory = {
    note: (productId, { available, open }) => {
      if (open.length > 0) lastOf.delete(productId);
      else lastOf.set(productId, { at: step(), available });
    },
    availableOf: (productId) => {
      const last = lastOf.get(productId);
      return last !== undefined && step() - last.at < REMEMBERED_STEPS ? last.available : undefined;
    },
  };
  const dependencies = {
    ...ports,
    toEnvelopes,
    soldOut,
    pause,
    now: () => (isDraining() || random.chance(0.25) ? LATER : NOW),
    // Now and then an id that was used before: its manifest's insertion must find it.
    newBatchId: () => {
      if (ids === 0 || !random.chance(0.02)) ids += 1;
      return `${NOW_DIGITS}${ids}`;
    },
    requeue: (message: { readonly id: string; readonly data: unknown }) =>
      ports.requeue(message.id, message.data as number),
  };
  const reserve = reserveStock(dependencies);
  const release = releaseStock(dependencies);
  const pay = onOrderPaid(dependencies);
  const sweep = sweepBatches({
    ...dependencies,
    now: () => LATER,
    products: {
      activeIds: async () => ({ items: ['a'] }),
      inactiveIds: async () => ({ items: ['b'] }),
    },
  });

  const work = async (taken: readonly Mail[]): Promise<ReadonlyMap<string, unknown>> => {
    const [first] = taken;
    if (first === undefined) return new Map();
    switch (first.kind) {
      case 'ask': {
        const requests = taken.map(({ order: { orderId, lines }, attempt }): StockRequest => ({
          orderId,
          items: lines,
          attempt,
          requestedAt: NOW,
          cause: CAUSE,
          message: { id: orderId, type: 'OrderCreated', data: attempt },
        }));
        return reserve(requests);
      }
      case 'end':
        return release(taken.map(({ order: { orderId } }) => ({ orderId, requestedAt: NOW, cause: CAUSE })));
      case 'pay': {
        await pay({ orderId: first.order.orderId });
        return new Map();
      }
    }
  };

  return { work, sweep };
};
