import { stockChange, transact } from '../../functions/inventory/adapters/transaction.ts';
import { fit } from '../../functions/inventory/group-commit/taking.ts';
import { lineOf, refusedItem, reservedItem, rowsOf } from './rows.ts';
import { singleStockItem } from './stock-item.ts';
import type { Order, StepDependencies, StockStep } from './stock-step.ts';

/** A transaction writes at most 100 items: the stock item and the reservations of 99 orders. */
export const MOST_IN_ONE = 99;
const MAX_TRIES = 50;

/**
 * One transaction for a group of orders: it inserts all reservations and takes the sum of their units. An order that is
 * already decided, or for which too few units are left, cancels the transaction. The next try leaves that order out.
 *
 * - Guarantees: never oversells. All units that were taken belong to orders.
 * - Costs: twice the write units of plain writes. If one order of a group is already decided, because its message is a
 *   duplicate, DynamoDB cancels the transaction of the whole group, and charges for it. Until the transaction commits,
 *   DynamoDB cancels all other transactions on the stock item.
 * - Limit: a group has at most 99 orders.
 * - Flaw: an order can be refused although units are left. Its refusal is written before the group's transaction
 *   commits. If an order of the group then drops out, for example because it was already decided, the units that it
 *   would have taken stay in stock.
 */
export const transactionPerGroup = (dependencies: StepDependencies): StockStep => {
  const { client, table, now, pause } = dependencies;
  const rows = rowsOf(dependencies);

  /** Settles the orders of a group. Returns the orders that stay undecided. */
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
