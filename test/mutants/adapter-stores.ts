import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in how stores read and write DynamoDB: consistency, versions, conditions, indexes. */
export const storeMutants: readonly UnitMutant[] = [
  ...plantedIn('adapter', 'shared/persistence/versioned-items.ts', 'test/unit/adapters/aggregates.test.ts', [
    [
      'aggregate-read-is-stale',
      'The load before a decision is eventually consistent, so a decision may rest on an old state.',
      'Key: { pk: keyOf(id) }, ConsistentRead: true',
      'Key: { pk: keyOf(id) }',
    ],
    [
      'insert-overwrites',
      'An insertion has no condition, so a repeated request begins an aggregate anew.',
      "{ ConditionExpression: 'attribute_not_exists(pk)' }",
      '{}',
    ],
    [
      'save-overwrites',
      'A save has no condition on the version, so one of two writers at the same time is lost.',
      "ConditionExpression: '#version = :version'",
      "ConditionExpression: '#version >= :version'",
    ],
    [
      'save-keeps-version',
      'A save does not raise the version, so a writer with an old state is let in.',
      'put(id, state, version + 1, outbox',
      'put(id, state, version, outbox',
    ],
    [
      'lost-race-is-saved',
      'A refused condition counts as written, so a lost race loses the change.',
      'if (error instanceof ConditionalCheckFailedException) return false;',
      'if (error instanceof ConditionalCheckFailedException) return true;',
    ],
    [
      'save-drops-index',
      'A save leaves out the index attributes, so a changed item is gone from its lists.',
      '...indexAttributes(state) }',
      '...(version === 1 ? indexAttributes(state) : {}) }',
    ],
    [
      'error-is-conflict',
      'Any error counts as a lost race, so a defect is repeated in silence.',
      'if (error instanceof ConditionalCheckFailedException) return false;',
      'if (error instanceof Error) return false;',
    ],
  ]),
  ...plantedIn(
    'adapter',
    'functions/fulfilment/adapters/dynamo-ticket-lists.ts',
    'test/unit/adapters/aggregates.test.ts',
    [
      [
        'ticket-stays-in-open-lane',
        'A finished ticket stays among the open ones in the index.',
        "(isOpen(status) ? 'open' : 'closed')",
        "(isOpen(status) ? 'open' : 'open')",
      ],
      [
        'tombstone-is-listed',
        'The tombstone of a ticket has the attributes of the index.',
        "record.status === 'TOMBSTONE'\n    ? {}",
        "record.status === 'TOMBSTONE'\n    ? { lane: 'open#0', sortKey: record.orderId }",
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/inventory/adapters/dynamo-product-store.ts',
    'test/unit/adapters/aggregates.test.ts',
    [
      [
        'product-stays-offered',
        'A product that is no longer sold stays in the catalogue.',
        'catalogue: active ? ACTIVE : INACTIVE',
        'catalogue: active ? ACTIVE : ACTIVE',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/orders/adapters/dynamo-price-list.ts',
    'test/unit/adapters/conditional-writes.test.ts',
    [
      [
        'price-goes-back',
        'A price is recorded whatever its revision, so an old event replaces a newer price.',
        'attribute_not_exists(pk) OR #revision < :revision',
        'attribute_not_exists(pk) OR #revision <> :revision',
      ],
      [
        'outdated-price-is-an-error',
        'An outdated price is thrown, so the event is repeated and rests among the dead letters.',
        "return 'outdated';",
        'throw error;',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/notifications/adapters/dynamo-contact-store.ts',
    'test/unit/adapters/conditional-writes.test.ts',
    [
      [
        'contact-read-is-stale',
        'Contact details are read eventually consistent before they are changed.',
        'load: (customerId) => read(customerId, true)',
        'load: (customerId) => read(customerId, false)',
      ],
    ],
  ),
  ...plantedIn('adapter', 'shared/persistence/document-client.ts', 'test/unit/adapters/lists.test.ts', [
    [
      'unprocessed-keys-are-lost',
      'Keys that DynamoDB left out of a batch are not asked for again.',
      'wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];',
      'wanted = [];',
    ],
  ]),
  ...plantedIn(
    'adapter',
    'shared/persistence/document-client.ts',
    'test/unit/shared/persistence/batch-get.test.ts',
    [
      [
        'batch-is-too-long',
        'More than 100 keys are asked for in one call, which DynamoDB refuses.',
        'KEYS_PER_BATCH = 100',
        'KEYS_PER_BATCH = 1000',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/orders/adapters/dynamo-order-store.ts',
    'test/unit/adapters/lists.test.ts',
    [
      [
        'orders-listed-oldest-first',
        'A customer’s orders come oldest first.',
        "ExpressionAttributeValues: { ':customer': customerId },\n          ScanIndexForward: false",
        "ExpressionAttributeValues: { ':customer': customerId },\n          ScanIndexForward: true",
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/fulfilment/adapters/dynamo-ticket-lists.ts',
    'test/unit/adapters/lists.test.ts',
    [
      [
        'kitchen-misses-a-lane',
        'The kitchen’s list asks all lanes but the last.',
        'Array.from({ length: SHARDS }',
        'Array.from({ length: SHARDS - 1 }',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'simulators/payment-gateway/adapters/dynamo-stores.ts',
    'test/unit/adapters/simulator-stores.test.ts',
    [
      [
        'session-read-is-stale',
        'The simulator decides on a session that was read eventually consistent.',
        'Key: { pk: `session#${id}` }, ConsistentRead: true',
        'Key: { pk: `session#${id}` }',
      ],
      [
        'session-save-overwrites',
        'The simulator saves a session at any version, so a payment is lost.',
        "ConditionExpression: '#version = :version'",
        "ConditionExpression: 'attribute_exists(pk)'",
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'simulators/payment-gateway/adapters/dynamo-stores.ts',
    'test/unit/adapters/simulator-stores.test.ts',
    [
      [
        'countdown-goes-below-zero',
        'A misbehaviour that is used up goes on.',
        "ConditionExpression: '#count > :zero'",
        "ConditionExpression: '#count <> :zero'",
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'simulators/payment-gateway/adapters/dynamo-stores.ts',
    'test/unit/adapters/simulator-stores.test.ts',
    [
      [
        'webhook-address-is-anybodys',
        'The merchant’s address is replaced by anyone.',
        "ConditionExpression: '#secret = :known'",
        "ConditionExpression: 'attribute_exists(#secret) OR #secret = :known'",
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'simulators/identity/adapters/dynamo-signing-key-store.ts',
    'test/unit/adapters/simulator-stores.test.ts',
    [
      [
        'signing-key-is-replaced',
        'Two issuers that start at once overwrite each other’s signing key.',
        "ConditionExpression: 'attribute_not_exists(pk)',",
        '',
      ],
    ],
  ),
];
