import type { Item } from './item-size.ts';

/** Reads an item as it is now, strongly consistent and unmetered. */
export type Probe = (table: string, key: Item) => Promise<Item | undefined>;

/** One item: its table and its primary key. */
export interface ItemName {
  readonly table: string;
  readonly key: Item;
}

const idOf = ({ table, key }: ItemName): string =>
  `${table} ${JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)))}`;

/**
 * What the metered items hold. The price of a write depends on the item before and after it, which no answer tells
 * completely: an update can return one of the two, a transaction neither. So writes to one item go one after another, and
 * the mirror knows the item between them: a put tells it, an update is followed by an unmetered read.
 *
 * It is exact as long as all writes go through the meter; `forget` is for a write whose end is not known.
 */
export const mirrorOf = (probe: Probe) => {
  const known = new Map<string, Item | undefined>();
  const last = new Map<string, Promise<void>>();

  return {
    /** The item as it is, read if it is not known yet. */
    async imageOf(name: ItemName): Promise<Item | undefined> {
      const id = idOf(name);
      if (!known.has(id)) known.set(id, await probe(name.table, name.key));
      return known.get(id);
    },
    /** Takes over what a write left: `undefined` for a deleted item. */
    set(name: ItemName, item: Item | undefined): void {
      known.set(idOf(name), item);
    },
    /** The item has to be read before anything is said about it. */
    forget(name: ItemName): void {
      known.delete(idOf(name));
    },
    /** Runs `write` when no other write to any of these items is under way. */
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

/** See `mirrorOf`. */
export type Mirror = ReturnType<typeof mirrorOf>;
