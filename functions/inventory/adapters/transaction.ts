import { TransactionCanceledException, type CancellationReason } from '@aws-sdk/client-dynamodb';
import {
  TransactWriteCommand,
  type DynamoDBDocumentClient,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Contended } from '../../../shared/kernel/contention.ts';
import { isTransientName } from '../../../shared/errors.ts';
import { stockKey } from './items.ts';

/** The writes of a transaction. */
export type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** Whether the condition of one write held. `item` is the existing item, if the write asked for it. */
export type ConditionResult =
  | { readonly held: true }
  | { readonly held: false; readonly item: Readonly<Record<string, unknown>> | undefined };

/**
 * Writes all items or none.
 * @returns `written`; or the result of each condition, in the order of `writes`; or `contended` when another writer held
 *   an item. A contended transaction may not report all conditions. But if the condition of write number `decisive` did
 *   not hold, the answer is always the results.
 * @throws any other error of DynamoDB.
 */
export const transact = async (
  client: DynamoDBDocumentClient,
  writes: Writes,
  decisive: number,
): Promise<'written' | Contended | readonly ConditionResult[]> => {
  try {
    // The SDK adds a client request token, so repeating a call whose answer was lost is safe.
    await client.send(new TransactWriteCommand({ TransactItems: writes }));
    return 'written';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    const codes = reasons.map(({ Code = 'None' }) => Code);
    const decided = codes[decisive] === FAILED;
    if (!decided && codes.some(isTransientName)) return 'contended';
    if (!codes.includes(FAILED)) throw error;
    return reasons.map(resultOf);
  }
};

const FAILED = 'ConditionalCheckFailed';

const resultOf = ({ Code, Item }: CancellationReason): ConditionResult =>
  Code === FAILED ? { held: false, item: Item === undefined ? undefined : unmarshall(Item) } : { held: true };

/**
 * Errors of a plain write that certainly had no effect and may succeed a moment later (common errors, API reference).
 * A time-out is transient too, but may have had an effect.
 */
const withoutEffect: ReadonlySet<string> = new Set([
  'TransactionConflictException',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

/** Answers `contended` for a plain write that met a running transaction or a throttled table. */
export const orContended = async <Outcome>(write: () => Promise<Outcome>): Promise<Outcome | Contended> => {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Error && withoutEffect.has(error.name)) return 'contended';
    throw error;
  }
};

/** Changes of a stock item's numbers. */
export interface StockChange {
  readonly productId: string;
  readonly available: number;
  /** Only adjustments set it: orders move units, they neither add nor remove any. */
  readonly received?: number;
}

/**
 * Adds to a stock item's numbers within a transaction. `ADD` creates a missing item with 0. Taking units has a condition,
 * and answers the existing item if there are too few. `version` counts the changes, so each stream record has a name.
 */
export const stockChange = (
  table: string,
  { productId, available, received }: StockChange,
): Writes[number] => ({
  Update: {
    TableName: table,
    Key: { pk: stockKey(productId) },
    UpdateExpression: `ADD available :available, #version :one${received === undefined ? '' : ', received :received'}`,
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: {
      ':available': available,
      ':one': 1,
      ...(received === undefined ? {} : { ':received': received }),
      ...(available < 0 ? { ':needed': -available } : {}),
    },
    ...(available < 0
      ? { ConditionExpression: 'available >= :needed', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }
      : {}),
  },
});
