import { stockKey } from '../../functions/inventory/adapters/items.ts';
import { oneByOne } from './one-by-one.ts';
import { lineOf, refusedItem, reservedItem, rowsOf } from './rows.ts';
import { singleStockItem, stockItems } from './stock-item.ts';
import type { StepDependencies, StockStep } from './stock-step.ts';

/**
 * One conditional update for each order (`available -= n IF available >= n`), and a reservation as a separate item:
 * look for the reservation, take the units, insert the reservation. If another worker has inserted it meanwhile, give
 * the units back.
 *
 * - Guarantees: never oversells. While enough units are left, no write of the stock item fails because another worker
 *   changed it.
 * - Flaws: after a crash between the two writes, the units that were taken belong to no order: the worker of the
 *   redelivered message finds no reservation, and takes units again. If two workers process copies of one message at
 *   the same time, both take units, and one gives them back. In between, another order can find too few units and is
 *   then refused permanently.
 * - Limit: each order costs at least one write unit of the stock item's partition.
 */
export const conditionalUpdate = (dependencies: StepDependencies): StockStep => {
  const items = stockItems(dependencies);
  const rows = rowsOf(dependencies);
  return {
    name: 'Conditional update per order',
    ...singleStockItem(dependencies),
    settle: oneByOne(async (order) => {
      const { productId, quantity } = lineOf(order);
      const key = stockKey(productId);
      if (await rows.isDecided(order)) return 'decided';
      if ((await items.take(key, quantity)) === 'short') {
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
