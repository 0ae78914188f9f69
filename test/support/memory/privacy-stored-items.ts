import type { Item } from '../../../functions/privacy/domain/records.ts';
import type { StoredItems } from '../../../functions/privacy/domain/stored-items.ts';
import type { ServiceName } from '../../../shared/events/catalog.ts';

/** Items in memory, which tests put there. */
export interface MemoryStoredItems extends StoredItems {
  put(service: ServiceName, item: Item): Promise<void>;
  /**
   * Makes `orderIdsOf` list the order of `item` for this customer, as an index that lags behind its table does. The
   * table may have another version of this item, or none.
   */
  listLate(customerId: string, item: Item): void;
}

/** The in-memory counterpart of `dynamoStoredItems`. Both pass the same contract test. */
export const memoryStoredItems = (): MemoryStoredItems => {
  const tables = new Map<ServiceName, Map<string, Item>>();
  const listed: { readonly customerId: string; readonly item: Item }[] = [];
  const tableOf = (service: ServiceName): Map<string, Item> => {
    const table = tables.get(service) ?? new Map<string, Item>();
    tables.set(service, table);
    return table;
  };
  const positionOf = (item: Item): string => `${String(item['createdAt'])} ${String(item['pk'])}`;
  return {
    put: async (service, item) => {
      tableOf(service).set(String(item['pk']), item);
    },
    listLate: (customerId, item) => {
      listed.push({ customerId, item });
    },
    orderIdsOf: async (customerId, { limit, after }) => {
      const own = [
        ...[...tableOf('orders').values()].filter(
          (item) => item['customerId'] === customerId && 'createdAt' in item,
        ),
        ...listed.filter((one) => one.customerId === customerId).map(({ item }) => item),
      ];
      const rest = own
        .toSorted((a, b) => (positionOf(a) > positionOf(b) ? -1 : 1))
        .filter((item) => after === undefined || positionOf(item) < after);
      const page = rest.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(({ pk }) => String(pk).slice('order#'.length)),
        ...(rest.length > limit && last !== undefined ? { next: positionOf(last) } : {}),
      };
    },
    read: async (service, keys) =>
      new Map(
        keys.flatMap((pk) => {
          const item = tableOf(service).get(pk);
          return item === undefined ? [] : [[pk, item] as const];
        }),
      ),
  };
};
