import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in how stock is taken and given back: batches, transactions, rows of orders. */
export const stockMutants: readonly UnitMutant[] = [
  ...plantedIn(
    'adapter',
    'functions/inventory/adapters/dynamo-batch-store.ts',
    'test/unit/adapters/group-commit.test.ts',
    [
      [
        'commit-point-is-repeated',
        'The commit point of a batch goes through a client that repeats, so units may be taken twice.',
        'update(\n          once,',
        'update(\n          client,',
      ],
      [
        'close-is-not-repeated',
        'The end of a batch is tried once, so a transient failure leaves the batch open.',
        'update(\n          client,',
        'update(\n          once,',
      ],
      [
        'batch-oversells',
        'A batch opens although too little is available.',
        "'available >= :units AND NOT contains(#open, :batch)'",
        "'NOT contains(#open, :batch)'",
      ],
      [
        'batch-opens-twice',
        'A batch that is open is opened once more and takes its units again.',
        "'available >= :units AND NOT contains(#open, :batch)'",
        "'available >= :units'",
      ],
      [
        'batch-closes-twice',
        'A batch is closed without being open, so units are given back twice.',
        "ConditionExpression: 'contains(#open, :batch)'",
        "ConditionExpression: 'attribute_exists(pk)'",
      ],
      [
        'batch-keeps-stock-version',
        'Opening a batch does not raise the stock item’s version, so StockLow is named twice alike.',
        'ADD available :taken, #version :one, #open :batches',
        'ADD available :taken, #open :batches',
      ],
      [
        'refused-batch-sees-no-stock',
        'A refused update does not ask for the item, so everything looks sold out.',
        "ReturnValues: 'ALL_NEW',\n          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',",
        "ReturnValues: 'ALL_NEW',",
      ],
      [
        'stock-read-is-stale',
        'The stock item of a batch is read eventually consistent.',
        'Key: { pk: stockKey(productId) }, ConsistentRead: true',
        'Key: { pk: stockKey(productId) }',
      ],
      [
        'intent-read-is-stale',
        'An intent is read eventually consistent, so an open batch seems to have none.',
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
        'A second intent of one id replaces the first.',
        "              expiresAt: at + INTENT_DAYS * 86_400,\n            },\n            ConditionExpression: 'attribute_not_exists(pk)',",
        '              expiresAt: at + INTENT_DAYS * 86_400,\n            },',
      ],
      [
        'row-is-inserted-over-another',
        'A row replaces the one of another batch, whose units are lost.',
        "Item: itemOf(reservationKey(row.orderId), 1, row, outbox),\n              ConditionExpression: 'attribute_not_exists(pk)',",
        'Item: itemOf(reservationKey(row.orderId), 1, row, outbox),',
      ],
      [
        'release-publishes-again',
        'A release leaves the outbox, so the answer to OrderCreated goes out once more.',
        'REMOVE requestedAt, decidedAt, outbox ADD',
        'REMOVE requestedAt, decidedAt ADD',
      ],
      [
        'released-row-is-released-again',
        'A row that holds no units is released once more.',
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
        'A line of an intent is read with its correlation and causation ids exchanged.',
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
        'The client for the commit point repeats like any other.',
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
        'A plain write that meets a transaction fails instead of being contended.',
        "  'TransactionConflictException',\n",
        '',
      ],
      [
        'throttled-commit-point-is-an-error',
        'A commit point that was throttled counts as of unknown effect, so its batch is given up.',
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
        'A reservation of several products takes units that are not there.',
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
        'A reservation replaces the row of an order that has one, and takes its units again.',
        "Item: itemOf(reservationKey(reservation.orderId), 1, reservation, outbox),\n              ConditionExpression: 'attribute_not_exists(pk)',",
        'Item: itemOf(reservationKey(reservation.orderId), 1, reservation, outbox),',
      ],
      [
        'release-ignores-version',
        'A release is written whatever version the row has, so units go back twice.',
        "Item: itemOf(reservationKey(reservation.orderId), version + 1, reservation, outbox),\n              ConditionExpression: '#version = :version',\n              ExpressionAttributeNames: { '#version': 'version' },\n              ExpressionAttributeValues: { ':version': version },",
        'Item: itemOf(reservationKey(reservation.orderId), version + 1, reservation, outbox),',
      ],
      [
        'commitment-publishes-again',
        'A commitment leaves the outbox, so the answer goes out once more.',
        'SET #status = :committed REMOVE outbox ADD #version :one',
        'SET #status = :committed ADD #version :one',
      ],
      [
        'commitment-of-anything',
        'A commitment changes a row of any status, so released units are sold.',
        "ConditionExpression: '#status = :reserved'",
        "ConditionExpression: '#status IN (:reserved, :committed) OR attribute_exists(#status)'",
      ],
      [
        'open-batch-is-short',
        'An order is refused while an open batch may still give units back.',
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
        'A transaction that another one got in the way of counts as short of stock.',
        "if (!decided && codes.some(isTransientName)) return 'contended';",
        '',
      ],
      [
        'decided-is-contended',
        'An order that has a row already is contended for as long as its products are busy.',
        'if (!decided && codes',
        'if (codes',
      ],
      [
        'defect-is-a-result',
        'A transaction that is wrong counts as one whose conditions all held.',
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
        'An adjustment that comes twice counts twice.',
        "ConditionExpression: 'attribute_not_exists(pk)',",
        '',
      ],
      [
        'adjustment-receives-nothing',
        'An adjustment moves what is available, and not what was received.',
        'available: change, received: change',
        'available: change',
      ],
    ],
  ),
];
