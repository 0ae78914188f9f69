import { ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openOf } from '../../functions/inventory/adapters/open-batches.ts';
import { unpackLines } from '../../functions/inventory/adapters/packed-lines.ts';
import {
  isConserved,
  stockBalances,
  type StockBalance,
} from '../../functions/inventory/domain/conservation.ts';
import type { Manifest } from '../../functions/inventory/domain/escrow/manifest.ts';
import type { Reservation } from '../../functions/inventory/domain/reservation.ts';
import type { StockLevel } from '../../functions/inventory/domain/stock.ts';

type Item = Readonly<Record<string, unknown>>;

/** A product's books. */
export interface AuditedProduct extends StockBalance {
  readonly productId: string;
  readonly openBatches: number;
  /** Open batches whose manifest is missing: nobody can finish them. */
  readonly lostBatches: number;
  readonly isConserved: boolean;
}

/** Outboxes and names are left out of what is read, though not of what it costs. */
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
 * Adds up where every unit of every product is, from everything in the inventory table, by product id.
 * It reads the whole table. A scan is no snapshot: while orders come in, a product may look wrong that is not.
 */
export const auditStock = async (
  client: DynamoDBDocumentClient,
  table: string,
): Promise<readonly AuditedProduct[]> => {
  const levels = new Map<string, StockLevel>();
  const open = new Map<string, readonly string[]>();
  const rows: Reservation[] = [];
  const manifests = new Map<string, Manifest>();
  const read = (item: Item): void => {
    const pk = String(item['pk']);
    if (pk.startsWith('stock#')) {
      const { available = 0, received = 0 } = item as Partial<StockLevel>;
      levels.set(afterHash(pk), { available, received });
      open.set(afterHash(pk), openOf(item));
    } else if (pk.startsWith('reservation#')) {
      rows.push(item as unknown as Reservation);
    } else if (pk.startsWith('manifest#')) {
      const { kind, productId, lines } = item as unknown as Manifest & { readonly lines: Uint8Array };
      const batch = afterHash(pk);
      manifests.set(batch, { batch, kind, productId, at: '', lines: unpackLines(lines) });
    }
  };
  let after: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        ProjectionExpression: ATTRIBUTES.map((name) => `#${name}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(ATTRIBUTES.map((name) => [`#${name}`, name])),
        ...(after === undefined ? {} : { ExclusiveStartKey: after }),
      }),
    );
    for (const item of page.Items ?? []) read(item);
    after = page.LastEvaluatedKey;
  } while (after !== undefined);

  const openManifests = [...open.values()].flat().flatMap((batch) => manifests.get(batch) ?? []);
  const balances = [...stockBalances(levels, rows, openManifests)];
  return balances
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([productId, balance]) => {
      const batches = open.get(productId) ?? [];
      const lostBatches = batches.filter((batch) => !manifests.has(batch)).length;
      return {
        productId,
        ...balance,
        openBatches: batches.length,
        lostBatches,
        isConserved: isConserved(balance) && lostBatches === 0,
      };
    });
};
