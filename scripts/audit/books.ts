import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unpackIntentLines } from '../../functions/inventory/adapters/dynamo-batch-store.ts';
import { openOf } from '../../functions/inventory/adapters/items.ts';
import {
  isConserved,
  stockBalances,
  type StockBalance,
} from '../../functions/inventory/group-commit/conservation.ts';
import type { BatchIntent } from '../../functions/inventory/group-commit/batch-intent.ts';
import type { Reservation } from '../../functions/inventory/domain/reservation.ts';
import type { StockLevel } from '../../functions/inventory/domain/stock.ts';
import { scanned, type Item } from './scan.ts';

/** How the units of one product are distributed. `isConserved`: whether they add up, and no batch is lost. */
export interface AuditedProduct extends StockBalance {
  readonly productId: string;
  readonly openBatches: number;
  /** Open batches whose intent (the list of their orders) is missing. No worker can finish them. */
  readonly lostBatches: number;
  readonly isConserved: boolean;
}

/** The attributes of an item that the audit reads. */
const ATTRIBUTES = [
  'pk',
  'available',
  'received',
  'open',
  'orderId',
  'status',
  'lines',
  'batch',
  'releasedBy',
  'kind',
  'productId',
];

const afterHash = (pk: unknown): string => String(pk).slice(String(pk).indexOf('#') + 1);

/**
 * Scans the inventory table and adds up the units of each product, sorted by product id.
 * A scan is not a snapshot. While orders arrive, the units may not add up although the stock is correct.
 */
export const auditStock = async (
  client: DynamoDBDocumentClient,
  table: string,
): Promise<readonly AuditedProduct[]> => {
  const levels = new Map<string, StockLevel>();
  const open = new Map<string, readonly string[]>();
  const rows: Reservation[] = [];
  const intents = new Map<string, BatchIntent>();
  const read = (item: Item): void => {
    const pk = String(item['pk']);
    if (pk.startsWith('stock#')) {
      const { available = 0, received = 0 } = item as Partial<StockLevel>;
      levels.set(afterHash(pk), { available, received });
      open.set(afterHash(pk), openOf(item));
    } else if (pk.startsWith('reservation#')) {
      rows.push(item as unknown as Reservation);
    } else if (pk.startsWith('intent#')) {
      const { kind, productId, lines } = item as unknown as BatchIntent & { readonly lines: Uint8Array };
      const batch = afterHash(pk);
      intents.set(batch, { batch, kind, productId, at: '', lines: unpackIntentLines(lines) });
    }
  };
  for await (const item of scanned(client, table, ATTRIBUTES)) read(item);

  const openIntents = [...open.values()].flat().flatMap((batch) => intents.get(batch) ?? []);
  const balances = [...stockBalances(levels, rows, openIntents)];
  return balances
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([productId, balance]) => {
      const batches = open.get(productId) ?? [];
      const lostBatches = batches.filter((batch) => !intents.has(batch)).length;
      return {
        productId,
        ...balance,
        openBatches: batches.length,
        lostBatches,
        isConserved: isConserved(balance) && lostBatches === 0,
      };
    });
};
