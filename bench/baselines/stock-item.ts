import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { stockKey } from '../../functions/inventory/adapters/items.ts';
import { isRefusal } from './rows.ts';
import type { StepDependencies } from './stock-step.ts';

/** The stock item of a baseline. `version` counts the changes of the item. */
export interface StockItem {
  readonly available: number;
  readonly version: number;
}

/**
 * Operations on stock items. Each operation sends one request. A product can have several stock items; `key` names the
 * one to use.
 */
export const stockItems = ({ client, table }: Pick<StepDependencies, 'client' | 'table'>) => ({
  async create(key: string, units: number): Promise<void> {
    const Item = { pk: key, available: units, received: units, version: 1 };
    await client.send(new PutCommand({ TableName: table, Item }));
  },
  /** Reads the item with strong consistency. */
  async read(key: string): Promise<StockItem> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { pk: key }, ConsistentRead: true }),
    );
    return { available: Number(Item?.['available'] ?? 0), version: Number(Item?.['version'] ?? 0) };
  },
  /** Takes units if enough are available. */
  async take(key: string, units: number): Promise<'taken' | 'short'> {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: key },
          UpdateExpression: 'ADD available :taken, #version :one',
          ConditionExpression: 'available >= :units',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':taken': -units, ':units': units, ':one': 1 },
        }),
      );
      return 'taken';
    } catch (error) {
      if (isRefusal(error)) return 'short';
      throw error;
    }
  },
  async giveBack(key: string, units: number): Promise<void> {
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: key },
        UpdateExpression: 'ADD available :units, #version :one',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':units': units, ':one': 1 },
      }),
    );
  },
  /** Takes units if the version is unchanged since the item was read. */
  async replace(
    key: string,
    { available, version }: StockItem,
    units: number,
  ): Promise<'written' | 'conflict'> {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: key },
          UpdateExpression: 'SET available = :available, #version = :next',
          ConditionExpression: '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: {
            ':available': available - units,
            ':version': version,
            ':next': version + 1,
          },
        }),
      );
      return 'written';
    } catch (error) {
      if (isRefusal(error)) return 'conflict';
      throw error;
    }
  },
});

/** The members of `StockStep` that are the same in all designs with a single stock item for each product. */
export const singleStockItem = (dependencies: StepDependencies) => {
  const items = stockItems(dependencies);
  return {
    stockUp: (productId: string, units: number) => items.create(stockKey(productId), units),
    available: async (productId: string) => (await items.read(stockKey(productId))).available,
    isHot: (key: string) => key.startsWith('stock#') || key.startsWith('lock#'),
  };
};
