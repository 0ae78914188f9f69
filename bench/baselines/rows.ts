import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { reservationKey } from '../../functions/inventory/adapters/items.ts';
import {
  rejectionOf,
  reservationFor,
  type Reservation,
  type ReservationEvent,
} from '../../functions/inventory/domain/reservation.ts';
import { publishReservation } from '../../functions/inventory/publications.ts';
import { itemOf, type Item } from '../../shared/persistence/versioned-items.ts';
import type { Order, StepDependencies } from './stock-step.ts';

/**
 * Product and quantity of an order.
 * @throws Error if the order has several lines, which baselines do not support
 */
export const lineOf = ({
  orderId,
  items,
}: Order): { readonly productId: string; readonly quantity: number } => {
  const [line, ...others] = items;
  if (line === undefined || others.length > 0) throw new Error(`Order ${orderId} must have exactly one line`);
  return line;
};

const rowItem = (row: Reservation, event: ReservationEvent, { trace }: Order): Item =>
  itemOf(reservationKey(row.orderId), 1, row, publishReservation([event], { state: row, trace }));

/**
 * Returns the reservation of an accepted order. The item equals Orderly's own reservation, so that the costs can be
 * compared.
 */
export const reservedItem = (order: Order, at: string): Item => {
  const row = reservationFor(order, at);
  return rowItem(row, { type: 'StockReserved' }, order);
};

/** Returns the reservation of a refused order, which records the refusal. */
export const refusedItem = (order: Order, available: number, at: string): Item => {
  const { productId, quantity } = lineOf(order);
  const row = rejectionOf(order, [{ productId, requested: quantity, available }], at);
  return rowItem(row, { type: 'StockReservationFailed' }, order);
};

/** Whether an error means that a condition failed. */
export const isRefusal = (error: unknown): boolean => error instanceof ConditionalCheckFailedException;

/** Reads and inserts the reservations of orders. */
export const rowsOf = ({ client, table }: Pick<StepDependencies, 'client' | 'table'>) => ({
  /** Returns whether an order has a reservation. The read is strongly consistent. */
  async isDecided({ orderId }: Order): Promise<boolean> {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { pk: reservationKey(orderId) }, ConsistentRead: true }),
    );
    return Item !== undefined;
  },
  /** Inserts a reservation if the order has none. */
  async insert(row: Item): Promise<'inserted' | 'exists'> {
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
