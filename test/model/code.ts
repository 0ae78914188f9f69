import { batchIdOf, secondOf } from '../../functions/inventory/group-commit/batch-id.ts';
import type { StockRequest } from '../../functions/inventory/group-commit/grouping.ts';
import type { SoldOutMemory } from '../../functions/inventory/group-commit/sold-out.ts';
import { reactions } from '../../functions/inventory/reactions.ts';
import { releaseStock } from '../../functions/inventory/release-stock.ts';
import { reserveStock } from '../../functions/inventory/reserve-stock.ts';
import { sweepBatches } from '../../functions/inventory/group-commit/sweep-batches.ts';
import { orderPaid } from '../support/inventory.ts';
import type { Ports } from './mutant.ts';
import type { PlannedOrder } from './plan.ts';
import type { Random } from './random.ts';

const NOW = '2026-03-01T09:00:00.000Z';
/** A time at which every batch's lease has expired. */
const LATER = '2026-03-01T10:00:00.000Z';
const NOW_DIGITS = batchIdOf(Date.parse(NOW) / 1000, new Uint8Array(5)).slice(0, 6);
if (secondOf(NOW_DIGITS) * 1000 !== Date.parse(NOW))
  throw new Error('Batch ids of the model have the wrong time');

const TRACE = { correlationId: 'c', causationId: 'm' };
/** The number of steps for which the code remembers a stock level that it read while no batch was open. */
export const REMEMBERED_STEPS = 8;

/** A message about an order: it asks for stock (`ask`), or reports that the order ended (`end`) or was paid (`pay`). */
export interface Mail {
  readonly kind: 'ask' | 'end' | 'pay';
  readonly order: PlannedOrder;
  readonly attempt: number;
}

/** What `wireCode` needs from its schedule (one interleaving of workers). */
export interface CodeWorld {
  readonly ports: Ports;
  readonly random: Random;
  readonly pause: () => Promise<void>;
  readonly step: () => number;
  /**
   * Whether all messages are processed. From then on, the lease of every batch has expired, so any worker may finish
   * the batch.
   */
  readonly isDraining: () => boolean;
}

/** Wires the inventory service's use cases as its Lambda functions do. */
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
    soldOut,
    pause,
    now: () => (isDraining() || random.chance(0.25) ? LATER : NOW),
    // Sometimes two batches get the same id. The insertion of the second batch's intent must detect that.
    newBatchId: () => {
      if (ids === 0 || !random.chance(0.02)) ids += 1;
      return `${NOW_DIGITS}${ids}`;
    },
    requeue: (message: { readonly id: string; readonly data: unknown }) =>
      ports.requeue(message.id, message.data as number),
  };
  const reserve = reserveStock(dependencies);
  const release = releaseStock(dependencies);
  const { OrderPaid: pay } = reactions(dependencies);
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
          trace: TRACE,
          message: { id: orderId, type: 'OrderCreated', data: attempt },
        }));
        return reserve(requests);
      }
      case 'end':
        return release(taken.map(({ order: { orderId } }) => ({ orderId, requestedAt: NOW, trace: TRACE })));
      case 'pay': {
        await pay(orderPaid(first.order.orderId));
        return new Map();
      }
    }
  };

  return { work, sweep };
};
