import type { Clock, Instant } from '../../shared/kernel/clock.ts';
import { hashOf } from '../../shared/kernel/ids.ts';
import type { PageRequest } from '../../shared/kernel/page.ts';
import { exported, messageLog, messagesIn, records, type Item, type RecordKind } from './domain/records.ts';
import type { StoredItems } from './domain/stored-items.ts';

/** A customer's exported data. Each page contains some of the orders, and all other exported data. */
export interface CustomerExport {
  readonly customerId: string;
  readonly exportedAt: Instant;
  readonly contact?: Item;
  /** The stored data about the last code of each channel, without the code itself. */
  readonly codes: { readonly email?: Item; readonly sms?: Item; readonly sentAt: readonly Instant[] };
  readonly erasure?: Item;
  /** Orders with their payment, ticket and messages, newest first. */
  readonly orders: readonly Item[];
  readonly next?: string;
}

/** Looks up an item that was read for the current page. */
type Found = (kind: RecordKind, id: string) => Item | undefined;

/**
 * Exports one page of a customer's personal data. The list of the customer's orders may be a moment old. So an order is
 * left out if its `customerId` is no longer the customer's id.
 * @throws AppError `unavailable` while a table is throttled.
 */
export const exportCustomer =
  ({ items, now }: { readonly items: StoredItems; readonly now: Clock }) =>
  async (customerId: string, page: PageRequest): Promise<CustomerExport> => {
    const { items: orderIds, next } = await items.orderIdsOf(customerId, page);
    const { contact, emailCode, smsCode, codes, erasure } = records;
    const found = await readAll(items, [
      ...[contact, emailCode, smsCode, codes].map((kind) => [kind, customerId] as const),
      [erasure, hashOf(customerId)],
      ...orderIds.flatMap((orderId) => ofOrder.map((kind) => [kind, orderId] as const)),
    ]);
    const part = (name: string, kind: RecordKind, id: string): Item => {
      const item = found(kind, id);
      return item === undefined ? {} : { [name]: exported(kind.fields, item) };
    };
    return {
      customerId,
      exportedAt: now(),
      ...part('contact', contact, customerId),
      codes: {
        ...part('email', emailCode, customerId),
        ...part('sms', smsCode, customerId),
        sentAt: [],
        ...exported(codes.fields, found(codes, customerId) ?? {}),
      },
      ...part('erasure', erasure, hashOf(customerId)),
      orders: orderIds.flatMap((orderId) => {
        const order = found(records.order, orderId);
        if (order?.['customerId'] !== customerId) return [];
        return [
          {
            ...exported(records.order.fields, order),
            ...part('payment', records.payment, orderId),
            ...part('ticket', records.ticket, orderId),
            messages: messagesIn(found(messageLog, orderId) ?? {}),
          },
        ];
      }),
      ...(next === undefined ? {} : { next }),
    };
  };

/** The kinds of items that have an order's id in their key. */
const ofOrder = [records.order, records.payment, records.ticket, messageLog] as const;

/** Reads items of several kinds by their ids, with one call for each table. */
const readAll = async (
  items: StoredItems,
  wanted: readonly (readonly [RecordKind, string])[],
): Promise<Found> => {
  const tables = [...new Set(wanted.map(([{ table }]) => table))];
  const read = await Promise.all(
    tables.map((table) =>
      items.read(
        table,
        wanted.flatMap(([kind, id]) => (kind.table === table ? [kind.keyOf(id)] : [])),
      ),
    ),
  );
  const found = new Map(tables.map((table, index) => [table, read[index]]));
  return ({ table, keyOf }, id) => found.get(table)?.get(keyOf(id));
};
