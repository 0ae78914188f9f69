import { stockChange, transact } from '../../functions/inventory/adapters/transaction.ts';
import { oneByOne } from './one-by-one.ts';
import { lineOf, refusedItem, reservedItem, rowsOf } from './rows.ts';
import { singleStockItem } from './stock-item.ts';
import type { StepDependencies, StockStep } from './stock-step.ts';

const MAX_CONFLICTS = 50;

/**
 * One transaction for each order: insert the reservation if there is none, and take the units if enough are available.
 * Orderly used this design before it settled orders in batches, and still uses it for orders of several products.
 *
 * - Guarantees: correct under redelivery and crashes. Never oversells. All units that were taken belong to orders.
 * - Costs: twice the write units of plain writes. During a transaction, all other transactions on the stock item are
 *   cancelled. DynamoDB charges for a cancelled transaction, and the worker retries it after a pause.
 */
export const transactionPerOrder = (dependencies: StepDependencies): StockStep => {
  const { client, table, now, pause } = dependencies;
  const rows = rowsOf(dependencies);
  return {
    name: 'Transaction per order',
    ...singleStockItem(dependencies),
    settle: oneByOne(async (order) => {
      const { productId, quantity } = lineOf(order);
      for (let attempt = 1; attempt <= MAX_CONFLICTS; attempt += 1) {
        const row = reservedItem(order, now());
        const insertion = { TableName: table, Item: row, ConditionExpression: 'attribute_not_exists(pk)' };
        const writes = [{ Put: insertion }, stockChange(table, { productId, available: -quantity })];
        const result = await transact(client, writes, 0);
        if (result === 'written') return 'decided';
        if (result === 'contended') {
          await pause(attempt);
          continue;
        }
        const [known, stock] = result;
        if (known?.held !== false && stock?.held === false) {
          await rows.insert(refusedItem(order, Number(stock.item?.['available'] ?? 0), now()));
        }
        return 'decided';
      }
      return 'undecided';
    }),
  };
};
