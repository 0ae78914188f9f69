import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { reservationKey } from '../../functions/inventory/adapters/keys.ts';
import {
  rejectionOf,
  reservationOf,
  type Reservation,
} from '../../functions/inventory/domain/reservation.ts';
import { reservationEnvelopes } from '../../functions/inventory/outbox.ts';
import type { Order, RowItem, StepDependencies } from './stock-step.ts';

/** The product and the quantity of an order. @throws Error for one of several products: the baselines do without. */
export const lineOf = ({
  orderId,
  items,
}: Order): { readonly productId: string; readonly quantity: number } => {
  const [line, ...others] = items;
  if (line === undefined || others.length > 0) throw new Error(`Order ${orderId} is not of one product`);
  return line;
};

const itemOf = (row: Reservation, outbox: RowItem['outbox']): RowItem => ({
  ...row,
  pk: reservationKey(row.orderId),
  version: 1,
  outbox,
});

/** The row of an order that got its units: Orderly's own, for which the measurement must not differ. */
export const reservedItem = (order: Order, at: string): RowItem => {
  const row = reservationOf(order, at);
  return itemOf(row, reservationEnvelopes([{ type: 'StockReserved' }], row, order.cause));
};

/** The row of an order that was refused. */
export const refusedItem = (order: Order, available: number, at: string): RowItem => {
  const { productId, quantity } = lineOf(order);
  const row = rejectionOf(order, [{ productId, requested: quantity, available }], at);
  return itemOf(row, reservationEnvelopes([{ type: 'StockReservationFailed' }], row, order.cause));
};

/** Whether an error says that a condition did not hold. */
export const isRefusal = (error: unknown): boolean => error instanceof ConditionalCheckFailedException;

/** Reads and inserts the rows of orders. */
export const rowsOf = ({ client, table }: Pick<StepDependencies, 'client' | 'table'>) => ({
  /** Whether an order has a row, strongly consistent. */
  async isDecided({ orderId }: Order): Promise<boolean> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { pk: reservationKey(orderId) }, ConsistentRead: true }),
    );
    return Item !== undefined;
  },
  /** Inserts a row unless there is one. */
  async insert(row: RowItem): Promise<'inserted' | 'exists'> {
    try {
      await client.send(
        new PutCommand({ TableName: table, Item: row, ConditionExpression: 'attribute_not_exists(pk)' }),
      );
      return 'inserted';
    } catch (error) {
      if (isRefusal(error)) return 'exists';
      throw error;
    }
  },
});
