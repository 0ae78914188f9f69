import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import type { Reservation } from '../domain/reservation.ts';
import { reservationKey } from './keys.ts';

/** An order's row as the table holds it: the form of `versionedItems`, for writes that it has no operation for. */
export const itemOf = (row: Reservation, version: number, outbox: readonly OutboxMessage[]) => ({
  ...row,
  pk: reservationKey(row.orderId),
  version,
  outbox,
});

/** The row that an item holds. */
export const rowOf = ({
  pk: _pk,
  version: _version,
  outbox: _outbox,
  ...row
}: Readonly<Record<string, unknown>>): Reservation => row as unknown as Reservation;
