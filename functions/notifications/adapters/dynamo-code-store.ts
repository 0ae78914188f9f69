import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  TransactWriteCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { isTransientName } from '../../../shared/errors.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import {
  budgetEnds,
  MAX_TRIES,
  type Budget,
  type CodeStore,
  type Spending,
  type VerificationCode,
} from '../domain/verification-code.ts';
import { codeKey, contactWrite } from './dynamo-contact-store.ts';

const keyOf = ({ customerId, channel }: Pick<VerificationCode, 'customerId' | 'channel'>): string =>
  codeKey(customerId, channel);
const budgetKey = (key: string): string => `codes#${key}`;

/**
 * Converts an instant to seconds since 1970, as `expiresAt` requires. DynamoDB deletes an item some time after its
 * `expiresAt`.
 */
const secondsOf = (instant: Instant): number => Math.ceil(Date.parse(instant) / 1000);

/** The condition that the code in the item is still the code that was read, and is not used yet. */
const STILL_USABLE = 'codeHash = :codeHash AND attribute_not_exists(usedAt)';

/**
 * Codes in DynamoDB: an item `code#<channel>#<customer>` for the last code of a customer and channel, and an item
 * `codes#<key>` for each budget (`Budget`). A budget limits the codes that are sent in 24 hours. All items expire.
 */
export const dynamoCodeStore = (client: DynamoDBDocumentClient, table: string): CodeStore => {
  /**
   * Writes all items or none.
   * @returns false if a condition failed, if another transaction was changing an item, or if DynamoDB throttled a
   *   write.
   */
  const allOrNone = async (
    TransactItems: NonNullable<TransactWriteCommandInput['TransactItems']>,
  ): Promise<boolean> => {
    try {
      await client.send(new TransactWriteCommand({ TransactItems }));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = (error.CancellationReasons ?? []).map(({ Code = 'None' }) => Code);
      if (codes.some((code) => code === 'ConditionalCheckFailed' || isTransientName(code))) return false;
      throw error;
    }
  };

  return {
    load: async (customerId, channel) => {
      const { Item } = await client.send(
        new GetCommand({
          TableName: table,
          Key: { pk: keyOf({ customerId, channel }) },
          ConsistentRead: true,
        }),
      );
      if (Item === undefined) return undefined;
      const { pk: _pk, expiresAt: _expiresAt, ...code } = Item;
      return { ...code, customerId, channel } as VerificationCode;
    },

    budget: async (key) => {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: budgetKey(key) }, ConsistentRead: true }),
      );
      return { key, sentAt: (Item?.['sentAt'] ?? []) as Budget['sentAt'] };
    },

    issue: (code, spendings) => {
      const { customerId: _customerId, channel: _channel, ...stored } = code;
      return allOrNone([
        {
          Put: {
            TableName: table,
            Item: { pk: keyOf(code), ...stored, expiresAt: secondsOf(code.validUntil) },
          },
        },
        ...spendings.map((spending) => ({ Put: spendingWrite(table, spending) })),
      ]);
    },

    countTry: async (code) => {
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: keyOf(code) },
            UpdateExpression: 'SET tries = tries + :one',
            ConditionExpression: `${STILL_USABLE} AND tries < :most`,
            ExpressionAttributeValues: { ':codeHash': code.codeHash, ':one': 1, ':most': MAX_TRIES },
            ReturnValues: 'UPDATED_NEW',
          }),
        );
        return Number(Attributes?.['tries']);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },

    redeem: (code, change) =>
      allOrNone([
        {
          Update: {
            TableName: table,
            Key: { pk: keyOf(code) },
            UpdateExpression: 'SET usedAt = :at',
            ConditionExpression: STILL_USABLE,
            ExpressionAttributeValues: { ':codeHash': code.codeHash, ':at': change.at },
          },
        },
        { Put: contactWrite(table, code.customerId, change) },
      ]),
  };
};

const spendingWrite = (table: string, { before, after }: Spending) => ({
  TableName: table,
  Item: { pk: budgetKey(after.key), sentAt: [...after.sentAt], expiresAt: secondsOf(budgetEnds(after)) },
  ...(before.sentAt.length === 0
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: 'sentAt = :before',
        ExpressionAttributeValues: { ':before': [...before.sentAt] },
      }),
});
