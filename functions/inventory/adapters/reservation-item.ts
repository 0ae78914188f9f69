import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import { plainItem, unpack, type Item } from '../../../shared/persistence/item-forms.ts';
import type { Reservation } from '../domain/reservation.ts';
import { reservationKey } from './keys.ts';

/** An order's row as an item, for writes that `versionedItems` has no operation for; plain, for its status is changed. */
export const itemOf = (row: Reservation, version: number, outbox: readonly OutboxMessage[]): Item =>
  plainItem({ pk: reservationKey(row.orderId), version, state: { ...row }, outbox }, {});

/** The row that an item holds. */
export const rowOf = (item: Item): Reservation => unpack(item).state as unknown as Reservation;
