import { dynamoBatchStore } from '../../functions/inventory/adapters/dynamo-batch-store.ts';
import { dynamoReservationStore } from '../../functions/inventory/adapters/dynamo-reservation-store.ts';
import { stockKey } from '../../functions/inventory/adapters/items.ts';
import { batchIdOf, RANDOM_BYTES } from '../../functions/inventory/group-commit/batch-id.ts';
import { recoverAbandoned } from '../../functions/inventory/group-commit/commit-batch.ts';
import { soldOutMemory } from '../../functions/inventory/group-commit/sold-out.ts';
import { reserveStock } from '../../functions/inventory/reserve-stock.ts';
import { bytesOf } from '../random.ts';
import { stockItems } from '../baselines/stock-item.ts';
import type { StepDependencies, StockStep } from '../baselines/stock-step.ts';

/**
 * Group commit, Orderly's own design: one write of the stock item takes the units of a whole batch. Before that, an
 * intent item records the orders of the batch. This step runs the code of the deployed function, with the given client.
 *
 * - Guarantees: correct under redelivery, crashes and lost responses. Never oversells. All units that were taken belong
 *   to orders. Never refuses an order while an unfinished batch could still return units.
 * - Costs: one intent for each batch. While the last units are in unfinished batches, orders that need them stay
 *   undecided until their message is delivered again.
 */
export const groupCommitStep = ({ client, table, now, pause, random }: StepDependencies): StockStep => {
  const dependencies = {
    batches: dynamoBatchStore({ client, once: client }, table),
    reservations: dynamoReservationStore(client, table),
    newBatchId: () => batchIdOf(Math.floor(Date.parse(now()) / 1000), bytesOf(random, RANDOM_BYTES)),
    soldOut: soldOutMemory(now),
    now,
    pause,
  };
  const items = stockItems({ client, table });
  return {
    name: 'Group commit (Orderly)',
    stockUp: (productId, units) => items.create(stockKey(productId), units),
    available: async (productId) => (await items.read(stockKey(productId))).available,
    isHot: (key) => key.startsWith('stock#'),
    settle: async (orders) => {
      const undecided = new Set<string>();
      const requeue = async ({ id }: { readonly id: string }): Promise<void> => {
        const order = orders.find(({ message }) => message.id === id);
        if (order !== undefined) undecided.add(order.orderId);
      };
      const failures = await reserveStock({ ...dependencies, requeue })(orders);
      for (const orderId of failures.keys()) undecided.add(orderId);
      return undecided;
    },
    sweep: async (productId) => {
      let stock = await dependencies.batches.stock(productId);
      for (let round = 0; stock.open.length > 0 && round < 100; round += 1) {
        await recoverAbandoned(dependencies)(stock.open);
        stock = await dependencies.batches.stock(productId);
      }
    },
  };
};
