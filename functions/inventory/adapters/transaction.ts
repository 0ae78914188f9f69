import { TransactionCanceledException, type CancellationReason } from '@aws-sdk/client-dynamodb';
import {
  TransactWriteCommand,
  type DynamoDBDocumentClient,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Contended } from '../../../shared/kernel/contention.ts';

/** The writes of a transaction. */
export type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** What became of one write's condition. `item` is what was there, if the write asked for it and there was something. */
export type ConditionResult =
  | { readonly held: true }
  | { readonly held: false; readonly item: Readonly<Record<string, unknown>> | undefined };

/** Why a transaction was cancelled (TransactionCanceledException, API reference): these pass by themselves. */
const passing: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/**
 * Writes all items or none.
 * @returns `written`; or what became of each condition, in the order of `writes`; or `contended` when another writer held
 *   an item. The conditions of a contended transaction are not all known, except that of `decisive`: if it did not
 *   hold, the answer is its result whatever befell the others.
 * @throws what DynamoDB throws otherwise.
 */
export const transact = async (
  client: DynamoDBDocumentClient,
  writes: Writes,
  decisive: number,
): Promise<'written' | Contended | readonly ConditionResult[]> => {
  try {
    // The SDK adds a client request token, so a repetition of a call that took effect unseen is answered as written.
    await client.send(new TransactWriteCommand({ TransactItems: writes }));
    return 'written';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    const codes = reasons.map(({ Code = 'None' }) => Code);
    const decided = codes[decisive] === FAILED;
    if (!decided && codes.some((code) => passing.has(code))) return 'contended';
    if (!codes.includes(FAILED)) throw error;
    return reasons.map(resultOf);
  }
};

const FAILED = 'ConditionalCheckFailed';

const resultOf = ({ Code, Item }: CancellationReason): ConditionResult =>
  Code === FAILED ? { held: false, item: Item === undefined ? undefined : unmarshall(Item) } : { held: true };

/** Errors of a plain write that certainly had no effect and may succeed a moment later (common errors, API reference). */
const refusals: ReadonlySet<string> = new Set([
  'TransactionConflictException',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

/** Answers `contended` for a plain write that met a running transaction, or that DynamoDB had no capacity for. */
export const orContended = async <Outcome>(write: () => Promise<Outcome>): Promise<Outcome | Contended> => {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Error && refusals.has(error.name)) return 'contended';
    throw error;
  }
};
