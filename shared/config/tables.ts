/**
 * A secondary index that holds only keys (`KEYS_ONLY`). Its partition key and its sort key are strings. Code that lists
 * items first reads the items' table keys from the index, and then reads the items from the table.
 */
export interface IndexShape {
  readonly partitionKey: string;
  readonly sortKey: string;
}

/** A service's table: partition key `pk`, no sort key, TTL attribute `expiresAt` (seconds since 1970). */
export interface TableShape {
  readonly indexes: Readonly<Record<string, IndexShape>>;
}

/**
 * The tables, one for each service that has a table. The CDK stacks and the contract tests create the tables from this
 * object.
 *
 * DynamoDB charges an index write like a table write. So each index holds only keys: a change of other attributes
 * causes no index write.
 */
export const tableShapes = {
  orders: { indexes: { byCustomer: { partitionKey: 'customerId', sortKey: 'createdAt' } } },
  inventory: { indexes: { catalogue: { partitionKey: 'catalogue', sortKey: 'productId' } } },
  // Only payments that wait for the provider are in this index (`waitsForProvider`). Therefore, most writes of a
  // payment do not write to the index.
  payments: { indexes: { byWaiting: { partitionKey: 'waitsFor', sortKey: 'waitsSince' } } },
  fulfilment: { indexes: { byLane: { partitionKey: 'lane', sortKey: 'sortKey' } } },
  notifications: { indexes: { byCustomer: { partitionKey: 'customerId', sortKey: 'sortKey' } } },
  // Only partners are in the index, and not the nonces of their requests.
  partners: { indexes: { byList: { partitionKey: 'list', sortKey: 'partnerId' } } },
  // Only the rows of orders are in the indexes, and not the figures of days.
  insights: {
    indexes: {
      byLane: { partitionKey: 'lane', sortKey: 'sortKey' },
      byCustomer: { partitionKey: 'customerId', sortKey: 'sortKey' },
      byCorrelation: { partitionKey: 'correlationId', sortKey: 'sortKey' },
    },
  },
  // All items are read by their keys, and expire within hours.
  live: { indexes: {} },
} as const satisfies Readonly<Record<string, TableShape>>;
