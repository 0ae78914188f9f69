import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { stockKey } from '../../functions/inventory/adapters/keys.ts';
import { oneByOne } from './one-by-one.ts';
import { isRefusal, lineOf, refusedItem, reservedItem, rowsOf } from './rows.ts';
import { singleStockItem, stockItems } from './stock-item.ts';
import type { Order, StepDependencies, StockStep } from './stock-step.ts';

/** Seconds after which a lock counts as abandoned. */
const LEASE_SECONDS = 10;
const MAX_TRIES = 10;

/**
 * A lock for each order: take the product's lease item, read the order's row and the stock, write both, give the lease
 * back. The recipe of many articles and of the DynamoDB lock client.
 *
 * Guarantees: no oversell while nobody outlives a lease. Wrong: stock and row are two writes, so a worker that dies
 * between them loses the units, and the message that comes again takes them a second time. Also, nothing fences a worker
 * that was paused for longer than its lease: it overwrites what the next holder wrote. Every order waits for all others,
 * and a dead holder stops the product for as long as its lease lasts.
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
    // The lock is trusted: whoever holds it writes without asking what is there.
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
