import { ScanCommand, type DynamoDBDocumentClient, type ScanCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Reservation } from '../../functions/inventory/domain/reservation.ts';

/** Where the units are after a sale, and how many orders have a wrong decision or no decision. */
export interface Audit {
  readonly reservedUnits: number;
  readonly availableUnits: number;
  /**
   * Stranded units: they are neither available nor in a reservation, for example because a worker took them and died
   * before it wrote the reservation.
   */
  readonly stranded: number;
  /** Units that are reserved, although the stock never had them. */
  readonly oversold: number;
  /** Orders without a reservation, neither accepted nor refused. */
  readonly undecided: number;
  /** How many refused orders could be served from the remaining units, starting with the smallest order. */
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

/** Compares the reservations after a sale with the stock. */
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

/** Reads the reservations of a table and audits them. */
export const auditTable = async (
  client: DynamoDBDocumentClient,
  table: string,
  sale: { received: number; available: number; orders: number },
): Promise<Audit> => auditOf(await rowsIn(client, table), sale);
