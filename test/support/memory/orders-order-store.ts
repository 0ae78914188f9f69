import type { Order } from '../../../functions/orders/domain/order.ts';
import { positionOf, type OrderStore } from '../../../functions/orders/domain/order-store.ts';
import { versionedMemory, type Copy, type MemoryRow, type OnWrite } from './versioned-memory.ts';

/** Orders in memory, with a look inside for tests. */
export interface MemoryOrderStore extends OrderStore {
  readonly rows: ReadonlyMap<string, MemoryRow<Order>>;
}

/** The in-memory twin of `dynamoOrderStore`; the same contract suite runs on both. */
export const memoryOrderStore = (onWrite?: OnWrite<Order>, copy?: Copy): MemoryOrderStore => {
  const items = versionedMemory<Order>(onWrite, copy);
  return {
    rows: items.rows,
    load: items.load,
    insert: (order, outbox) => items.insert(order.orderId, order, outbox),
    save: (order, version, outbox) => items.save(order.orderId, order, version, outbox),

    idsOfCustomer: async (customerId, { limit, after }) => {
      const keys = [...items.rows.values()]
        .filter(({ state }) => state.customerId === customerId)
        .map(({ state }) => positionOf(state))
        .toSorted()
        .toReversed()
        .filter((key) => after === undefined || key < after);
      const page = keys.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map((key) => key.slice(key.indexOf('#') + 1)),
        ...(last !== undefined && page.length === limit ? { next: last } : {}),
      };
    },

    loadMany: async (orderIds) =>
      orderIds.flatMap((orderId) => {
        const row = items.rows.get(orderId);
        return row === undefined ? [] : [structuredClone(row.state)];
      }),
  };
};
