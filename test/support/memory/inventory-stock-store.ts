import {
  noStock,
  type StockAdjustment,
  type StockLevel,
  type StockMovement,
  type StockStore,
} from '../../../functions/inventory/domain/stock.ts';

/** Receives each change of a stock item, like the stream of the table. */
export type OnMovement = (movement: StockMovement) => void;

export interface MemoryStockItem extends StockLevel {
  readonly version: number;
  readonly open: readonly string[];
}

/** Stock in memory, with operations that the reservation and batch stores use in their transactions. */
export interface MemoryStockStore extends StockStore {
  readonly items: ReadonlyMap<string, MemoryStockItem>;
  /** The available units, or 0 if the product has no stock item. */
  readonly availableOf: (productId: string) => number;
  /** Adds units to a stock item in the same turn of the event loop, as part of a transaction. */
  readonly add: (productId: string, available: number, received?: number) => void;
  /**
   * Opens or closes a batch: changes the available units by `available`, and replaces the open batches.
   * @returns the changed item.
   */
  readonly settle: (productId: string, available: number, open: readonly string[]) => MemoryStockItem;
}

const nothing: MemoryStockItem = { ...noStock, version: 0, open: [] };

/** The in-memory counterpart of `dynamoStockStore`. Both pass the same contract test. */
export const memoryStockStore = (onMovement: OnMovement = () => undefined): MemoryStockStore => {
  const items = new Map<string, MemoryStockItem>();
  const adjustments = new Map<string, StockAdjustment>();
  const levelOf = (productId: string): StockLevel => {
    const { available, received } = items.get(productId) ?? noStock;
    return { available, received };
  };

  const write = (
    productId: string,
    change: number,
    received: number,
    open?: readonly string[],
  ): MemoryStockItem => {
    const before = items.get(productId) ?? nothing;
    const after = {
      available: before.available + change,
      received: before.received + received,
      version: before.version + 1,
      open: open ?? before.open,
    };
    items.set(productId, after);
    onMovement({ productId, before: before.available, after: after.available, version: after.version });
    return after;
  };
  const add = (productId: string, change: number, received = 0): void => {
    write(productId, change, received);
  };

  return {
    items,
    availableOf: (productId) => levelOf(productId).available,
    add,
    settle: (productId, available, open) => write(productId, available, 0, open),

    level: async (productId) => levelOf(productId),

    levels: async (productIds) =>
      new Map(productIds.filter((id) => items.has(id)).map((id) => [id, levelOf(id)] as const)),

    adjust: async (adjustment) => {
      const { adjustmentId, productId, change } = adjustment;
      const before = adjustments.get(adjustmentId);
      if (before !== undefined) return { outcome: 'exists', adjustment: { ...before } };
      const { available } = levelOf(productId);
      if (change < 0 && available + change < 0) return { outcome: 'insufficient', available };
      adjustments.set(adjustmentId, { ...adjustment });
      add(productId, change, change);
      return { outcome: 'applied' };
    },
  };
};
