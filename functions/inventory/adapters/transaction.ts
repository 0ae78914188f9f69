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

/**
 * Whether the condition of one write held. If it did not, `item` is the existing item, provided that the write has
 * `ReturnValuesOnConditionCheckFailure: 'ALL_OLD'`.
 */
export type ConditionResult =
  | { readonly held: true }
  | { readonly held: false; readonly item: Readonly<Record<string, unknown>> | undefined };

/**
 * Writes all items or none.
 * @param decisive the index of one of the writes. If the condition of this write failed, the result is never
 *   `contended`, even if another transaction was changing the item of another write.
 * @returns one of:
 *   - `written`;
 *   - `contended`: nothing was written: another transaction was changing an item, or DynamoDB throttled a write.
 *     The call may be repeated;
 *   - the result of each condition, in the order of `writes`: nothing was written, because a condition failed.
 * @throws any other error of DynamoDB.
 */
export const transact = async (
  client: DynamoDBDocumentClient,
  writes: Writes,
  decisive: number,
): Promise<'written' | Contended | readonly ConditionResult[]> => {
  try {
    // The SDK adds a client request token, by which DynamoDB recognises a repeated call. So the SDK may safely repeat
    // a call whose response was lost.
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
 * Errors after which a write outside a transaction certainly had no effect and may succeed a moment later (DynamoDB API
 * reference, "Common Errors"). A time-out is not among them, because the write may have had an effect.
 */
const withoutEffect: ReadonlySet<string> = new Set([
  'TransactionConflictException',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

/**
 * Runs a write outside a transaction. Returns `contended` if a transaction was changing the item, or if DynamoDB
 * throttled the write. In both cases the write had no effect.
 */
export const orContended = async <Outcome>(write: () => Promise<Outcome>): Promise<Outcome | Contended> => {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Error && withoutEffect.has(error.name)) return 'contended';
    throw error;
  }
};

/** The amounts to add to a stock item's numbers. They may be negative. */
export interface StockChange {
  readonly productId: string;
  readonly available: number;
  /** Only adjustments set this field, because an order does not change how many units were received. */
  readonly received?: number;
}

/**
 * Adds to a stock item's numbers, as one write of a transaction:
 * - `ADD` starts a missing item at 0;
 * - units are removed only if enough are available. If too few are, the result contains the existing item;
 * - `version` counts the changes, so it identifies each change in the table's stream.
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
