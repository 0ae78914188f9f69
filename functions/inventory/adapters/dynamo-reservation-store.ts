import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Shortage } from '../../../shared/events/fields.ts';
import { itemOf, stateOf, versionedItems, type Item } from '../../../shared/persistence/versioned-items.ts';
import type { NotReserved, Reservation, ReservationStore } from '../domain/reservation.ts';
import { openOf, reservationKey } from './items.ts';
import { orContended, stockChange, transact } from './transaction.ts';

/** The position of the reservation's write among the writes of its transaction. */
const ROW = 0;

/** Reads a reservation from its item. */
export const reservationOf = (item: Item): Reservation => stateOf(item) as unknown as Reservation;

/** Reservations in DynamoDB: one item `reservation#<order id>` for each order. */
export const dynamoReservationStore = (client: DynamoDBDocumentClient, table: string): ReservationStore => {
  const items = versionedItems<Reservation>(client, table, {
    keyOf: reservationKey,
    idOf: ({ orderId }) => orderId,
  });
  return {
    load: (orderId) => items.load(orderId),

    reserve: async (reservation, outbox) => {
      const result = await transact(
        client,
        [
          {
            Put: {
              TableName: table,
              Item: itemOf(reservationKey(reservation.orderId), 1, reservation, outbox),
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

    insert: (reservation, outbox) => orContended(() => items.insert(reservation, outbox)),

    commit: (orderId) =>
      orContended(async () => {
        try {
          await client.send(
            new UpdateCommand({
              TableName: table,
              Key: { pk: reservationKey(orderId) },
              // The outbox belongs to an earlier write. If the item kept the outbox, the relay would publish it again
              // after this write.
              UpdateExpression: 'SET #status = :committed REMOVE outbox ADD #version :one',
              ConditionExpression: '#status = :reserved',
              ExpressionAttributeNames: { '#status': 'status', '#version': 'version' },
              ExpressionAttributeValues: { ':committed': 'COMMITTED', ':reserved': 'RESERVED', ':one': 1 },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          );
          return { outcome: 'committed' };
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          const row = error.Item && (reservationOf(unmarshall(error.Item)) as NotReserved);
          return { outcome: 'unchanged', row };
        }
      }),

    save: (reservation, version, outbox) => orContended(() => items.save(reservation, version, outbox)),

    release: async (reservation, version, outbox) => {
      const result = await transact(
        client,
        [
          {
            Put: {
              TableName: table,
              Item: itemOf(reservationKey(reservation.orderId), version + 1, reservation, outbox),
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
