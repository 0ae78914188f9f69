import { stockKey } from './keys.ts';
import type { Writes } from './transaction.ts';

/** By how much a stock item's figures change. */
export interface StockChange {
  readonly productId: string;
  readonly available: number;
  /** Set by adjustments alone: orders move units, they do not make or use up any. */
  readonly received?: number;
}

/**
 * Adds to a stock item's figures, within a transaction. An item that does not exist counts as nothing (`ADD` begins at
 * 0), except where units are taken: then there must be as many, and what there is comes back if there are not.
 * `version` counts the changes, so that the stream's reader can name each of them.
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
