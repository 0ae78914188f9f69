import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in how stores read and write DynamoDB: consistency, versions, conditions, indexes. */
export const storeMutants: readonly UnitMutant[] = [
  ...plantedIn('adapter', 'shared/persistence/versioned-items.ts', 'test/unit/adapters/aggregates.test.ts', [
    [
      'aggregate-read-is-stale',
      'An aggregate is loaded without strong consistency, so a decision may be based on an old state.',
      'Key: { pk: keyOf(id) }, ConsistentRead: true',
      'Key: { pk: keyOf(id) }',
    ],
    [
      'insert-overwrites',
      'An insert has no condition, so a repeated request replaces the aggregate with a new one.',
      "{ ConditionExpression: 'attribute_not_exists(pk)' }",
      '{}',
    ],
    [
      'save-overwrites',
      'A save does not require the version that was loaded, so one of two concurrent changes is lost.',
      "ConditionExpression: '#version = :version'",
      "ConditionExpression: '#version >= :version'",
    ],
    [
      'save-keeps-version',
      'A save does not increase the version, so a writer with an old state can still save.',
      'put(state, version + 1, outbox',
      'put(state, version, outbox',
    ],
    [
      'save-drops-index',
      'A save leaves out the index attributes, so a changed item disappears from its lists.',
      '...indexAttributes(state) }',
      '...(version === 1 ? indexAttributes(state) : {}) }',
    ],
  ]),
  ...plantedIn('adapter', 'shared/persistence/document-client.ts', 'test/unit/adapters/aggregates.test.ts', [
    [
      'lost-race-is-saved',
      'A failed condition counts as a successful write, so the change is lost.',
      'if (error instanceof ConditionalCheckFailedException) return false;',
      'if (error instanceof ConditionalCheckFailedException) return true;',
    ],
    [
      'error-is-conflict',
      'Any error counts as a version conflict, so a defect is retried silently.',
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
        'A finished ticket stays among the open tickets in the index.',
        "(isOpen(status) ? 'open' : 'closed')",
        "(isOpen(status) ? 'open' : 'open')",
      ],
      [
        'tombstone-is-listed',
        'The tombstone of a ticket has index attributes, so it appears in the list of tickets.',
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
        'A price is recorded whatever its revision is, so an old event replaces a newer price.',
        'attribute_not_exists(pk) OR #revision < :revision',
        'attribute_not_exists(pk) OR #revision <> :revision',
      ],
      [
        'outdated-price-is-an-error',
        'An outdated price throws, so its event is retried and ends in the dead-letter queue.',
        "return (await conditionHeld(client.send(put))) ? 'recorded' : 'outdated';",
        "await client.send(put);\n    return 'recorded';",
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
        'Contact details are read without strong consistency before they are changed.',
        'load: (customerId) => read(customerId, true)',
        'load: (customerId) => read(customerId, false)',
      ],
    ],
  ),
  ...plantedIn('adapter', 'shared/persistence/document-client.ts', 'test/unit/adapters/lists.test.ts', [
    [
      'unprocessed-keys-are-lost',
      'Keys that DynamoDB returns as unprocessed are not requested again.',
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
        'One call requests more than 100 keys, which DynamoDB rejects.',
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
        'A customer’s orders are listed oldest first instead of newest first.',
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
        'The kitchen’s list does not query the last of the lanes (index partitions).',
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
        'The simulator reads a session without strong consistency before it changes it.',
        'Key: { pk: `session#${id}` }, ConsistentRead: true',
        'Key: { pk: `session#${id}` }',
      ],
      [
        'session-save-overwrites',
        'The simulator saves a session without checking its version, so a payment is lost.',
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
        'A misbehaviour with a limited count continues after the count has reached zero.',
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
        'A change of the webhook address overwrites another change that was made at the same time.',
        "ConditionExpression: '#secret = :known'",
        "ConditionExpression: 'attribute_exists(#secret) OR #secret = :known'",
      ],
    ],
  ),
];
