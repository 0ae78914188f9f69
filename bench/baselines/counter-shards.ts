import { stockKey } from '../../functions/inventory/adapters/items.ts';
import { oneByOne } from './one-by-one.ts';
import { lineOf, refusedItem, reservedItem, rowsOf } from './rows.ts';
import { stockItems } from './stock-item.ts';
import type { StepDependencies, StockStep } from './stock-step.ts';

/** Number of shards of one product's stock. Each shard can be on a different partition. */
export const SHARDS = 10;

/**
 * The stock of one product is spread over ten items, the shards ("write sharding" in DynamoDB's developer guide). An
 * order takes all its units from a random shard, or from the next shard that has enough units. The order is refused if
 * no shard has enough.
 *
 * - Guarantees: never oversells. The throughput grows with the number of shards on different partitions.
 * - Flaws: an order for 3 units is refused if each of the 10 shards has only 2 units, and the refusal costs a failed
 *   write to each shard. After a crash between the writes of stock and reservation, the units that were taken belong to
 *   no order. The number of shards must be chosen beforehand.
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
