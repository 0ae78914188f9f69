import { stockKey } from '../../functions/inventory/adapters/keys.ts';
import { oneByOne } from './one-by-one.ts';
import { lineOf, refusedItem, reservedItem, rowsOf } from './rows.ts';
import { stockItems } from './stock-item.ts';
import type { StepDependencies, StockStep } from './stock-step.ts';

/** Shards of one product's stock. Each can be on a partition of its own. */
export const SHARDS = 10;

/**
 * The stock of one product spread over ten items ("write sharding", developer guide): a conditional update of one at
 * random, of the next one where that is short, and a refusal when all are.
 *
 * Guarantees: no oversell, and as many times the throughput as there are shards on partitions of their own. Wrong: an
 * order for 3 is refused while 20 units are left, 2 in each shard; looking for them costs a write in each shard; and the
 * same double count as with one counter when a worker dies before the row is there. The number of shards has to be
 * chosen before the sale.
 */
export const counterShards = (dependencies: StepDependencies): StockStep => {
  const items = stockItems(dependencies);
  const rows = rowsOf(dependencies);
  const keyOf = (productId: string, shard: number): string => `${stockKey(productId)}#${shard % SHARDS}`;

  const take = async (productId: string, quantity: number): Promise<string | undefined> => {
    const first = Math.floor(dependencies.random() * SHARDS);
    for (let shard = first; shard < first + SHARDS; shard += 1) {
      const key = keyOf(productId, shard);
      if ((await items.take(key, quantity)) === 'taken') return key;
    }
    return undefined;
  };

  return {
    name: `Counter shards (${SHARDS})`,
    stockUp: async (productId, units) => {
      for (let shard = 0; shard < SHARDS; shard += 1) {
        const share = Math.floor(units / SHARDS) + (shard < units % SHARDS ? 1 : 0);
        await items.create(keyOf(productId, shard), share);
      }
    },
    available: async (productId) => {
      let units = 0;
      for (let shard = 0; shard < SHARDS; shard += 1) {
        units += (await items.read(keyOf(productId, shard))).available;
      }
      return units;
    },
    isHot: (key) => key.startsWith('stock#'),
    settle: oneByOne(async (order) => {
      const { productId, quantity } = lineOf(order);
      if (await rows.isDecided(order)) return 'decided';
      const key = await take(productId, quantity);
      if (key === undefined) {
        await rows.insert(refusedItem(order, 0, dependencies.now()));
        return 'decided';
      }
      if ((await rows.insert(reservedItem(order, dependencies.now()))) === 'exists') {
        await items.giveBack(key, quantity);
        return 'decided';
      }
      return 'decided';
    }),
  };
};
