import { ScanCommand, type DynamoDBDocumentClient, type ScanCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Reservation } from '../../functions/inventory/domain/reservation.ts';

/** What a sale left in the table. */
export interface Audit {
  readonly reservedUnits: number;
  readonly availableUnits: number;
  /** Units that are neither on the shelf nor in a row: taken twice for one order. */
  readonly stranded: number;
  /** Units in rows beyond what there was. */
  readonly oversold: number;
  /** Orders without a row. */
  readonly undecided: number;
  /** Refused orders that fit into what is left on the shelf, the smallest first. */
  readonly refusedThoughLeft: number;
}

const rowsIn = async (client: DynamoDBDocumentClient, TableName: string): Promise<readonly Reservation[]> => {
  const rows: Reservation[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page: ScanCommandOutput = await client.send(
      new ScanCommand({ TableName, ConsistentRead: true, ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
    );
    for (const item of page.Items ?? []) {
      if (String(item['pk']).startsWith('reservation#')) rows.push(item as unknown as Reservation);
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return rows;
};

const unitsIn = ({ lines }: Reservation): number =>
  lines.reduce((total, { quantity }) => total + quantity, 0);

/** Counts after a sale whether every unit is where it should be. */
export const auditOf = (
  rows: readonly Reservation[],
  { received, available, orders }: { received: number; available: number; orders: number },
): Audit => {
  const reservedUnits = rows
    .filter(({ status }) => status === 'RESERVED')
    .reduce((total, row) => total + unitsIn(row), 0);
  const refused = rows.filter(({ status }) => status === 'REJECTED').map(unitsIn);
  let rest = available;
  let refusedThoughLeft = 0;
  for (const units of refused.sort((a, b) => a - b)) {
    if (units > rest) break;
    rest -= units;
    refusedThoughLeft += 1;
  }
  const missing = received - available - reservedUnits;
  return {
    reservedUnits,
    availableUnits: available,
    stranded: Math.max(0, missing),
    oversold: Math.max(0, -missing),
    undecided: orders - rows.length,
    refusedThoughLeft,
  };
};

/** The same, of a table. */
export const auditTable = async (
  client: DynamoDBDocumentClient,
  table: string,
  sale: { received: number; available: number; orders: number },
): Promise<Audit> => auditOf(await rowsIn(client, table), sale);
