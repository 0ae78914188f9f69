import { stockKey } from '../../functions/inventory/adapters/items.ts';
import { oneByOne } from './one-by-one.ts';
import { lineOf, refusedItem, reservedItem, rowsOf } from './rows.ts';
import { singleStockItem, stockItems } from './stock-item.ts';
import type { StepDependencies, StockStep } from './stock-step.ts';

/**
 * One conditional update for each order (`available -= n IF available >= n`) and a separate row: look for the row, take
 * the units, insert the row. If another worker has inserted the row, give the units back.
 *
 * Guarantees: never oversells, and has no lost races. Flaws: a crash between the two writes strands units, because the
 * redelivered message takes them again. While a duplicate holds units that it will give back, another order can be
 * refused for good. Limit: one order for each write unit of the partition.
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
