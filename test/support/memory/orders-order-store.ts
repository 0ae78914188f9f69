import type { Order } from '../../../functions/orders/domain/order.ts';
import { positionInList, type OrderStore } from '../../../functions/orders/domain/ports.ts';
import { versionedMemory, type Copy, type OnWrite, type VersionedMemory } from './versioned-memory.ts';

export type MemoryOrderStore = OrderStore & VersionedMemory<Order>;

const orderIdAt = (position: string): string => position.slice(position.indexOf('#') + 1);

/** The in-memory counterpart of `dynamoOrderStore`. Both pass the same contract test. */
export const memoryOrderStore = (onWrite?: OnWrite<Order>, copy?: Copy): MemoryOrderStore => {
  const items = versionedMemory<Order>(({ orderId }) => orderId, onWrite, copy);
  /** The sort keys of a customer's orders, newest first. */
  const positionsOf = (customerId: string): readonly string[] =>
    [...items.rows.values()]
      .filter(({ state }) => state.customerId === customerId)
      .map(({ state }) => positionInList(state))
      .toSorted()
      .toReversed();
  return {
    ...items,

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
