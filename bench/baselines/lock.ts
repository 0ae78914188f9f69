import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { stockKey } from '../../functions/inventory/adapters/items.ts';
import { oneByOne } from './one-by-one.ts';
import { isRefusal, lineOf, refusedItem, reservedItem, rowsOf } from './rows.ts';
import { singleStockItem, stockItems } from './stock-item.ts';
import type { Order, StepDependencies, StockStep } from './stock-step.ts';

const LEASE_SECONDS = 10;
const MAX_TRIES = 10;

/**
 * A lock on the product, taken for each order: acquire the product's lease, read the order's reservation and the stock,
 * write both, release the lease. The DynamoDB lock client and many articles recommend this.
 *
 * - Guarantees: never oversells if no worker continues after the end of its lease.
 * - Flaws: after a crash between the writes of stock and reservation, the units that were taken belong to no order: the
 *   worker of the redelivered message finds no reservation, and takes units again. A worker that pauses longer than its
 *   lease overwrites the writes of the next holder. Every order waits for the orders before it. A dead holder blocks
 *   the product until its lease ends.
 */
export const lock = (dependencies: StepDependencies): StockStep => {
  const { client, table, now, pause, random } = dependencies;
  const items = stockItems(dependencies);
  const rows = rowsOf(dependencies);

  const acquire = async (key: string, owner: string): Promise<boolean> => {
    const at = Math.floor(Date.parse(now()) / 1000);
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { pk: key, owner, leaseUntil: at + LEASE_SECONDS },
          ConditionExpression: 'attribute_not_exists(pk) OR leaseUntil < :now',
          ExpressionAttributeValues: { ':now': at },
        }),
      );
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  };

  const release = async (key: string, owner: string): Promise<void> => {
    try {
      await client.send(
        new DeleteCommand({
          TableName: table,
          Key: { pk: key },
          ConditionExpression: '#owner = :owner',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': owner },
        }),
      );
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  };

  const settleLocked = async (order: Order): Promise<void> => {
    if (await rows.isDecided(order)) return;
    const { productId, quantity } = lineOf(order);
    const stock = await items.read(stockKey(productId));
    if (stock.available < quantity) {
      await rows.insert(refusedItem(order, stock.available, now()));
      return;
    }
    // Only the holder of the lock writes the stock, so the write needs no condition.
    await items.create(stockKey(productId), stock.available - quantity);
    await rows.insert(reservedItem(order, now()));
  };

  return {
    name: 'Lock',
    ...singleStockItem(dependencies),
    settle: oneByOne(async (order) => {
      const key = `lock#${lineOf(order).productId}`;
      const owner = random().toString(36).slice(2, 14);
      for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
        if (await acquire(key, owner)) {
          await settleLocked(order);
          await release(key, owner);
          return 'decided';
        }
        await pause(attempt);
      }
      return 'undecided';
    }),
  };
};
