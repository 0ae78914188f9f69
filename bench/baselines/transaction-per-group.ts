import { transact } from '../../functions/inventory/adapters/transaction.ts';
import { stockChange } from '../../functions/inventory/adapters/stock-change.ts';
import { fit } from '../../functions/inventory/domain/escrow/taking.ts';
import { lineOf, refusedItem, reservedItem, rowsOf } from './rows.ts';
import { singleStockItem } from './stock-item.ts';
import type { Order, StepDependencies, StockStep } from './stock-step.ts';

/** A transaction writes at most 100 items: the stock and the rows of 99 orders. */
export const MOST_IN_ONE = 99;
const MAX_TRIES = 50;

/**
 * One transaction for a group of orders: all their rows, and the sum of their units off the stock. An order that was
 * decided before, or that does not fit any more, cancels the transaction; it is left out of the next try.
 *
 * Guarantees: exact under redelivery and deaths. Its price: twice the write units for every row, one copy in a batch
 * spoils the whole group's try, at most 99 orders, and the stock item is held for as long as the longest transaction
 * takes, during which all others that touch it are cancelled.
 */
export const transactionPerGroup = (dependencies: StepDependencies): StockStep => {
  const { client, table, now, pause } = dependencies;
  const rows = rowsOf(dependencies);

  /** Answers the orders that could not be settled. */
  const settleGroup = async (orders: readonly Order[]): Promise<readonly Order[]> => {
    let rest = orders;
    for (let attempt = 1; rest.length > 0 && attempt <= MAX_TRIES; attempt += 1) {
      const units = rest.reduce((total, order) => total + lineOf(order).quantity, 0);
      const [first] = rest;
      const { productId } = first === undefined ? { productId: '' } : lineOf(first);
      const puts = rest.map((order) => ({
        Put: {
          TableName: table,
          Item: reservedItem(order, now()),
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      }));
      const result = await transact(
        client,
        [stockChange(table, { productId, available: -units }), ...puts],
        0,
      );
      if (result === 'written') {
        return [];
      }
      if (result === 'contended') {
        await pause(attempt);
        continue;
      }
      const [stock, ...conditions] = result;
      const known = rest.filter((_order, at) => conditions[at]?.held === false);
      rest = rest.filter((_order, at) => conditions[at]?.held !== false);
      if (stock?.held !== false || known.length > 0) continue;

      const available = Number(stock.item?.['available'] ?? 0);
      const { fitting, left } = fit(
        rest.map((order) => ({ order, quantity: lineOf(order).quantity })),
        available,
      );
      for (const { order } of left) {
        await rows.insert(refusedItem(order, available, now()));
      }
      rest = fitting.map(({ order }) => order);
    }
    return rest;
  };

  return {
    name: 'Transaction per group',
    ...singleStockItem(dependencies),
    settle: async (orders) => {
      const undecided = new Set<string>();
      for (let at = 0; at < orders.length; at += MOST_IN_ONE) {
        const rest = await settleGroup(orders.slice(at, at + MOST_IN_ONE));
        for (const { orderId } of rest) undecided.add(orderId);
      }
      return undecided;
    },
  };
};
