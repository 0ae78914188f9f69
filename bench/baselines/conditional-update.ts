import { stockKey } from '../../functions/inventory/adapters/keys.ts';
import { oneByOne } from './one-by-one.ts';
import { lineOf, refusedItem, reservedItem, rowsOf } from './rows.ts';
import { singleStockItem, stockItems } from './stock-item.ts';
import type { StepDependencies, StockStep } from './stock-step.ts';

/**
 * One conditional update for each order (`available -= n IF available >= n`), with the order's row beside it: look for
 * the row, take the units, insert the row, and give the units back when somebody else inserted it meanwhile.
 *
 * Guarantees: no oversell, no lost races. Wrong: a death between update and row takes the units of one order twice once
 * its message comes again, and nothing ever finds the first ones. Where a copy has just taken units that it is about
 * to give back, another order sees too little and is refused for good. At most one order for each write unit of the
 * partition.
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
