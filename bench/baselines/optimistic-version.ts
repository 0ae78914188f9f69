import { stockKey } from '../../functions/inventory/adapters/items.ts';
import { oneByOne } from './one-by-one.ts';
import { lineOf, refusedItem, reservedItem, rowsOf } from './rows.ts';
import { singleStockItem, stockItems } from './stock-item.ts';
import type { StepDependencies, StockStep } from './stock-step.ts';

const MAX_RACES = 50;

/**
 * Optimistic concurrency for each order: read the stock item, write it if its version is unchanged, and retry after a
 * lost race. Then insert the order's reservation.
 *
 * - Guarantees: never oversells.
 * - Flaws: after a crash between the writes of stock and reservation, the units that were taken belong to no order: the
 *   worker of the redelivered message finds no reservation, and takes units again. If two workers process copies
 *   of one message at the same time, both can take units, and neither gives them back. Of all workers that read the
 *   same version, only one succeeds. So more workers cause more failed writes, and DynamoDB charges for each failed
 *   write.
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
