/** A secondary index of keys alone, both strings: what a list shows is read by key afterwards. */
export interface IndexShape {
  readonly partitionKey: string;
  readonly sortKey: string;
}

/** A service's table: partition key `pk`, no sort key, TTL attribute `expiresAt` (seconds since 1970). */
export interface TableShape {
  readonly indexes: Readonly<Record<string, IndexShape>>;
}

/**
 * The tables, one a service, as the stacks create them and as the contract tests do.
 *
 * An index write is charged like one to the table, so an index holds keys alone, and keys that seldom change.
 */
export const tableShapes = {
  orders: { indexes: { byCustomer: { partitionKey: 'customerId', sortKey: 'placedKey' } } },
  inventory: { indexes: { catalogue: { partitionKey: 'catalogue', sortKey: 'productId' } } },
  payments: { indexes: {} },
  fulfilment: { indexes: { byLane: { partitionKey: 'lane', sortKey: 'receivedKey' } } },
  notifications: { indexes: { byCustomer: { partitionKey: 'customerId', sortKey: 'toldKey' } } },
} as const satisfies Readonly<Record<string, TableShape>>;
