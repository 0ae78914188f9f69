import type { Item } from './item-size.ts';

/** Reads an item with strong consistency and without metering. */
export type Probe = (table: string, key: Item) => Promise<Item | undefined>;

/** Table and primary key of an item. */
export interface ItemName {
  readonly table: string;
  readonly key: Item;
}

const idOf = ({ table, key }: ItemName): string =>
  `${table} ${JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)))}`;

/**
 * Keeps a copy of every metered item, because the price of a write depends on the item before and after the write. No
 * response contains both states of the item: the response to an update can contain one of them, and the response to a
 * transaction contains neither.
 *
 * - Writes to one item run one after another.
 * - A put contains the new item, so the mirror need not read it. After an update, the mirror reads the item without
 *   metering.
 * - The copies are exact if all writes go through the meter. `forget` is for writes whose result is unknown.
 */
export const mirrorOf = (probe: Probe) => {
  const known = new Map<string, Item | undefined>();
  const last = new Map<string, Promise<void>>();

  return {
    /** Returns the current item. Reads it with `probe` if the mirror does not know it yet. */
    async imageOf(name: ItemName): Promise<Item | undefined> {
      const id = idOf(name);
      if (!known.has(id)) known.set(id, await probe(name.table, name.key));
      return known.get(id);
    },
    /** Replaces the copy by the item that a write left in the table. `undefined`: the write deleted the item. */
    set(name: ItemName, item: Item | undefined): void {
      known.set(idOf(name), item);
    },
    /** Removes the copy, so that the item is read again before its next use. */
    forget(name: ItemName): void {
      known.delete(idOf(name));
    },
    /** Runs `write` when no other write to these items is in progress. */
    async inTurn<Result>(names: readonly ItemName[], write: () => Promise<Result>): Promise<Result> {
      const ids = names.map(idOf);
      const earlier = ids.map((id) => last.get(id) ?? Promise.resolve());
      let done = (): void => {};
      const mine = new Promise<void>((resolve) => {
        done = resolve;
      });
      for (const id of ids) last.set(id, mine);
      await Promise.all(earlier);
      try {
        return await write();
      } finally {
        done();
      }
    },
  };
};

export type Mirror = ReturnType<typeof mirrorOf>;
