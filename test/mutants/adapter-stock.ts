import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in how stock is taken and given back: batches, transactions, rows of orders. */
export const stockMutants: readonly UnitMutant[] = [
  ...plantedIn(
    'adapter',
    'functions/inventory/adapters/dynamo-escrow-store.ts',
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
        'The end of a batch is tried once, so a passing failure leaves the batch open.',
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
        'manifest-read-is-stale',
        'A manifest is read eventually consistent, so an open batch seems to have none.',
        'Key: { pk: manifestKey(batch) }, ConsistentRead: true',
        'Key: { pk: manifestKey(batch) }',
      ],
      [
        'manifest-lives-for-ever',
        'A manifest has no time to live, so the table grows for ever.',
        'expiresAt: at + MANIFEST_DAYS * 86_400,',
        '',
      ],
      [
        'manifest-is-overwritten',
        'A second manifest of one id replaces the first.',
        "              expiresAt: at + MANIFEST_DAYS * 86_400,\n            },\n            ConditionExpression: 'attribute_not_exists(pk)',",
        '              expiresAt: at + MANIFEST_DAYS * 86_400,\n            },',
      ],
      [
        'row-is-inserted-over-another',
        'A row replaces the one of another batch, whose units are lost.',
        "Item: itemOf(row, 1, outbox),\n              ConditionExpression: 'attribute_not_exists(pk)',",
        'Item: itemOf(row, 1, outbox),',
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
    'functions/inventory/adapters/stock-change.ts',
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
        "Item: itemOf(reservation, 1, outbox),\n              ConditionExpression: 'attribute_not_exists(pk)',",
        'Item: itemOf(reservation, 1, outbox),',
      ],
      [
        'release-ignores-version',
        'A release is written whatever version the row has, so units go back twice.',
        "Item: itemOf(reservation, version + 1, outbox),\n              ConditionExpression: '#version = :version',\n              ExpressionAttributeNames: { '#version': 'version' },\n              ExpressionAttributeValues: { ':version': version },",
        'Item: itemOf(reservation, version + 1, outbox),',
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
        "if (!decided && codes.some((code) => passing.has(code))) return 'contended';",
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
