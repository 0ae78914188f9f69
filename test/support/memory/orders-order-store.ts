import type { Order } from '../../../functions/orders/domain/order.ts';
import { positionInList, type OrderStore } from '../../../functions/orders/domain/ports.ts';
import { versionedMemory, type Copy, type MemoryRow, type OnWrite } from './versioned-memory.ts';

export interface MemoryOrderStore extends OrderStore {
  readonly rows: ReadonlyMap<string, MemoryRow<Order>>;
}

const orderIdAt = (position: string): string => position.slice(position.indexOf('#') + 1);

/** The in-memory counterpart of `dynamoOrderStore`. Both pass the same contract test. */
export const memoryOrderStore = (onWrite?: OnWrite<Order>, copy?: Copy): MemoryOrderStore => {
  const items = versionedMemory<Order>(onWrite, copy);
  /** The sort keys of a customer's orders, newest first. */
  const positionsOf = (customerId: string): readonly string[] =>
    [...items.rows.values()]
      .filter(({ state }) => state.customerId === customerId)
      .map(({ state }) => positionInList(state))
      .toSorted()
      .toReversed();
  return {
    rows: items.rows,
    load: items.load,
    insert: (order, outbox, expiresAt) => items.insert(order.orderId, order, outbox, expiresAt),
    save: (order, version, outbox, expiresAt) => items.save(order.orderId, order, version, outbox, expiresAt),

    idsOfCustomer: async (customerId, { limit, after }) => {
      const positions = positionsOf(customerId).filter((key) => after === undefined || key < after);
      const page = positions.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(orderIdAt),
        ...(last !== undefined && page.length === limit ? { next: last } : {}),
      };
    },

    idsPlacedSince: async (customerId, since, limit) =>
      positionsOf(customerId)
        .filter((position) => position >= since)
        .slice(0, limit)
        .map(orderIdAt),

    loadMany: async (orderIds) =>
      orderIds.flatMap((orderId) => {
        const row = items.rows.get(orderId);
        return row === undefined ? [] : [structuredClone(row.state)];
      }),
  };
};
