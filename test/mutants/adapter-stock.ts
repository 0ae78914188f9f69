import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in how stock in DynamoDB is taken and returned: batches, transactions and reservations. */
export const stockMutants: readonly UnitMutant[] = [
  ...plantedIn(
    'adapter',
    'functions/inventory/adapters/dynamo-batch-store.ts',
    'test/unit/adapters/group-commit.test.ts',
    [
      [
        'commit-point-is-repeated',
        'The write that commits a batch uses a client that retries, so units may be taken twice.',
        'update(\n          once,',
        'update(\n          client,',
      ],
      [
        'close-is-not-repeated',
        'Closing a batch is not retried, so a transient failure leaves the batch open.',
        'update(\n          client,',
        'update(\n          once,',
      ],
      [
        'batch-oversells',
        'A batch takes more units than are available.',
        "'available >= :units AND NOT contains(#open, :batch)'",
        "'NOT contains(#open, :batch)'",
      ],
      [
        'batch-opens-twice',
        'A batch that is already open can be opened again and takes its units twice.',
        "'available >= :units AND NOT contains(#open, :batch)'",
        "'available >= :units'",
      ],
      [
        'batch-closes-twice',
        'A batch that is not open can be closed, so its units are returned twice.',
        "ConditionExpression: 'contains(#open, :batch)'",
        "ConditionExpression: 'attribute_exists(pk)'",
      ],
      [
        'batch-keeps-stock-version',
        'Opening a batch does not increase the stock item’s version, so two StockLow events have the same id.',
        'ADD available :taken, #version :one, #open :batches',
        'ADD available :taken, #open :batches',
      ],
      [
        'refused-batch-sees-no-stock',
        'A refused update does not return the stock item, so every product counts as sold out.',
        "ReturnValues: 'ALL_NEW',\n          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',",
        "ReturnValues: 'ALL_NEW',",
      ],
      [
        'stock-read-is-stale',
        'A batch reads its stock item without strong consistency.',
        'Key: { pk: stockKey(productId) }, ConsistentRead: true',
        'Key: { pk: stockKey(productId) }',
      ],
      [
        'intent-read-is-stale',
        'An intent is read without strong consistency, so an open batch may seem to have none.',
        'Key: { pk: intentKey(batch) }, ConsistentRead: true',
        'Key: { pk: intentKey(batch) }',
      ],
      [
        'intent-lives-forever',
        'An intent has no time to live, so the table grows forever.',
        'expiresAt: at + INTENT_DAYS * 86_400,',
        '',
      ],
      [
        'intent-is-overwritten',
        'A second intent with the same id replaces the first.',
        "          expiresAt: at + INTENT_DAYS * 86_400,\n        },\n        ConditionExpression: 'attribute_not_exists(pk)',",
        '          expiresAt: at + INTENT_DAYS * 86_400,\n        },',
      ],
      [
        'row-is-inserted-over-another',
        'A batch overwrites the reservation of another batch, whose units are lost.',
        "Item: itemOf(reservationKey(row.orderId), 1, row, outbox),\n              ConditionExpression: 'attribute_not_exists(pk)',",
        'Item: itemOf(reservationKey(row.orderId), 1, row, outbox),',
      ],
      [
        'release-publishes-again',
        'A release keeps the old outbox, so the answer to OrderCreated is published again.',
        'REMOVE requestedAt, decidedAt, outbox ADD',
        'REMOVE requestedAt, decidedAt ADD',
      ],
      [
        'released-row-is-released-again',
        'A reservation that is already released can be released again.',
        "ConditionExpression: '#status IN (:reserved, :committed)'",
        "ConditionExpression: '#status IN (:reserved, :committed, :released)'",
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/inventory/adapters/dynamo-batch-store.ts',
    'test/unit/functions/inventory/batch-items.test.ts',
    [
      [
        'intent-mixes-trace',
        'A line of an intent is read with its correlation id and causation id swapped.',
        'trace: { correlationId, causationId },',
        'trace: { correlationId: causationId, causationId: correlationId },',
      ],
      [
        'intent-is-not-compressed',
        'The lines of an intent are not compressed, so an intent costs several times as much.',
        '{ level: 9 }',
        '{ level: 0 }',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'shared/persistence/document-client.ts',
    'test/unit/adapters/group-commit.test.ts',
    [
      [
        'single-attempt-client-repeats',
        'The client for the write that commits a batch retries like any other client.',
        'clientOf({ maxAttempts: 1 })',
        'clientOf({})',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/inventory/adapters/transaction.ts',
    'test/unit/adapters/group-commit.test.ts',
    [
      [
        'contention-is-an-error',
        'A plain write that conflicts with a transaction counts as an error instead of contention.',
        "  'TransactionConflictException',\n",
        '',
      ],
      [
        'throttled-commit-point-is-an-error',
        'A throttled commit counts as a write with an unknown result, so its batch is given up.',
        "  'ThrottlingException',\n",
        '',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/inventory/adapters/transaction.ts',
    'test/unit/adapters/stock-transactions.test.ts',
    [
      [
        'reservation-oversells',
        'A reservation of several products takes more units than are available.',
        "{ ConditionExpression: 'available >= :needed', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }",
        '{}',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/inventory/adapters/dynamo-reservation-store.ts',
    'test/unit/adapters/stock-transactions.test.ts',
    [
      [
        'order-reserves-twice',
        'A second reservation of an order overwrites the first and takes its units again.',
        "Item: itemOf(reservationKey(reservation.orderId), 1, reservation, outbox),\n              ConditionExpression: 'attribute_not_exists(pk)',",
        'Item: itemOf(reservationKey(reservation.orderId), 1, reservation, outbox),',
      ],
      [
        'release-ignores-version',
        'A release does not check the version of the reservation, so units may be returned twice.',
        "Item: itemOf(reservationKey(reservation.orderId), version + 1, reservation, outbox),\n              ConditionExpression: '#version = :version',\n              ExpressionAttributeNames: { '#version': 'version' },\n              ExpressionAttributeValues: { ':version': version },",
        'Item: itemOf(reservationKey(reservation.orderId), version + 1, reservation, outbox),',
      ],
      [
        'commitment-publishes-again',
        'Committing a reservation keeps the old outbox, so the answer to OrderCreated is published again.',
        'SET #status = :committed REMOVE outbox ADD #version :one',
        'SET #status = :committed ADD #version :one',
      ],
      [
        'commitment-of-anything',
        'A reservation in any status can be committed, so released units are sold.',
        "ConditionExpression: '#status = :reserved'",
        "ConditionExpression: '#status IN (:reserved, :committed) OR attribute_exists(#status)'",
      ],
      [
        'open-batch-is-short',
        'An order is rejected although an open batch may still return units.',
        'if (batches.length > 0) return [];',
        '',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/inventory/adapters/transaction.ts',
    'test/unit/adapters/stock-transactions.test.ts',
    [
      [
        'contended-is-short',
        'A transaction that conflicts with another one counts as a shortage of stock.',
        "if (!decided && codes.some(isTransientName)) return 'contended';",
        '',
      ],
      [
        'decided-is-contended',
        'An order that already has a reservation counts as contended while its products are busy.',
        'if (!decided && codes',
        'if (codes',
      ],
      [
        'defect-is-a-result',
        'A transaction that failed for another reason than its conditions counts as one whose conditions held.',
        'if (!codes.includes(FAILED)) throw error;',
        '',
      ],
    ],
  ),
  ...plantedIn(
    'adapter',
    'functions/inventory/adapters/dynamo-stock-store.ts',
    'test/unit/adapters/stock-transactions.test.ts',
    [
      [
        'adjustment-counts-twice',
        'A repeated adjustment changes the stock twice.',
        "ConditionExpression: 'attribute_not_exists(pk)',",
        '',
      ],
      [
        'adjustment-receives-nothing',
        'An adjustment changes the available units but not the received units.',
        'available: change, received: change',
        'available: change',
      ],
    ],
  ),
];
