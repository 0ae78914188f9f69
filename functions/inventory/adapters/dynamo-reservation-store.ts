import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { ReservationStore } from '../domain/reservation-store.ts';
import type { Reservation } from '../domain/reservation.ts';
import type { Shortage } from '../domain/stock.ts';
import { reservationKey } from './keys.ts';
import { stockChange } from './stock-change.ts';
import { openOf } from './open-batches.ts';
import { orContended, transact } from './transaction.ts';

/** Where a row stands among the writes of its transaction. */
const ROW = 0;

/** A row as the table holds it: the form of `versionedItems`, for writes that are part of a transaction. */
const itemOf = (reservation: Reservation, version: number, outbox: readonly OutboxMessage[]) => ({
  ...reservation,
  pk: reservationKey(reservation.orderId),
  version,
  outbox,
});

/** Reservations in DynamoDB: `reservation#<order id>`, written together with the stock items that they move. */
export const dynamoReservationStore = (client: DynamoDBDocumentClient, table: string): ReservationStore => {
  const items = versionedItems<Reservation>(client, table, reservationKey);
  return {
    load: (orderId) => items.load(orderId),

    reserve: async (reservation, outbox) => {
      const result = await transact(
        client,
        [
          {
            Put: {
              TableName: table,
              Item: itemOf(reservation, 1, outbox),
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          ...reservation.lines.map(({ productId, quantity }) =>
            stockChange(table, { productId, available: -quantity }),
          ),
        ],
        ROW,
      );
      if (result === 'contended') return result;
      if (result === 'written') return { outcome: 'reserved' };
      const [row, ...stock] = result;
      if (row?.held === false) return { outcome: 'exists' };
      const open: string[] = [];
      const shortages: Shortage[] = reservation.lines.flatMap(({ productId, quantity }, index) => {
        const condition = stock[index];
        if (condition === undefined || condition.held) return [];
        const batches = openOf(condition.item);
        open.push(...batches);
        if (batches.length > 0) return [];
        return [{ productId, requested: quantity, available: Number(condition.item?.['available'] ?? 0) }];
      });
      return shortages.length > 0 ? { outcome: 'short', shortages } : { outcome: 'unsettled', open };
    },

    insert: (reservation, outbox) =>
      orContended(() => items.insert(reservation.orderId, reservation, outbox)),

    save: (reservation, version, outbox) =>
      orContended(() => items.save(reservation.orderId, reservation, version, outbox)),

    release: async (reservation, version, outbox) => {
      const result = await transact(
        client,
        [
          {
            Put: {
              TableName: table,
              Item: itemOf(reservation, version + 1, outbox),
              ConditionExpression: '#version = :version',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':version': version },
            },
          },
          ...reservation.lines.map(({ productId, quantity }) =>
            stockChange(table, { productId, available: quantity }),
          ),
        ],
        ROW,
      );
      if (result === 'contended') return result;
      return result === 'written' ? 'saved' : 'conflict';
    },
  };
};
