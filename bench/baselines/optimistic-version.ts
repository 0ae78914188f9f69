import { stockKey } from '../../functions/inventory/adapters/keys.ts';
import { oneByOne } from './one-by-one.ts';
import { lineOf, refusedItem, reservedItem, rowsOf } from './rows.ts';
import { singleStockItem, stockItems } from './stock-item.ts';
import type { StepDependencies, StockStep } from './stock-step.ts';

const MAX_RACES = 50;

/**
 * Optimistic concurrency for each order: read the stock item, write it back if its version is still the one read, again
 * after a lost race; then insert the order's row.
 *
 * Guarantees: no oversell. Wrong: stock and row are two writes, so a death between them strands the units and the message
 * that comes again takes them once more. Of all who read one version a single one gets on, so more workers mean more lost
 * races, each of them charged.
 */
export const optimisticVersion = (dependencies: StepDependencies): StockStep => {
  const items = stockItems(dependencies);
  const rows = rowsOf(dependencies);
  return {
    name: 'Optimistic version',
    ...singleStockItem(dependencies),
    settle: oneByOne(async (order) => {
      const { productId, quantity } = lineOf(order);
      const key = stockKey(productId);
      if (await rows.isDecided(order)) return 'decided';
      for (let race = 1; race <= MAX_RACES; race += 1) {
        const stock = await items.read(key);
        if (stock.available < quantity) {
          await rows.insert(refusedItem(order, stock.available, dependencies.now()));
          return 'decided';
        }
        if ((await items.replace(key, stock, quantity)) === 'written') {
          await rows.insert(reservedItem(order, dependencies.now()));
          return 'decided';
        }
        await dependencies.pause(race);
      }
      return 'undecided';
    }),
  };
};
