import type { AggregateStore } from '../../../shared/kernel/aggregate.ts';
import type { Outbox } from '../../../shared/kernel/messages.ts';
import type { ExpiresAt } from '../../../shared/kernel/clock.ts';

/** A stored item, as a table's stream shows it. */
export interface MemoryRow<State> {
  readonly state: State;
  readonly version: number;
  readonly outbox: Outbox | undefined;
  readonly expiresAt?: ExpiresAt | undefined;
}

/** Receives each write, like the stream of a table. */
export type OnWrite<State> = (
  id: string,
  row: MemoryRow<State>,
  before: MemoryRow<State> | undefined,
) => void;

/** Protects a stored value from later changes: returns a deep copy, or freezes the value. */
export type Copy = <Value>(value: Value) => Value;

/** A store in memory whose stored items (`rows`) tests can read. */
export interface VersionedMemory<State> extends AggregateStore<State> {
  readonly rows: ReadonlyMap<string, MemoryRow<State>>;
}

/**
 * The in-memory counterpart of `versionedItems`. It checks the same conditions before a write. It copies values when it
 * stores and returns them, so that callers cannot change stored values.
 * @param copy how to copy. The simulation freezes values instead: this is faster, and code that changes a frozen value
 * throws.
 */
export const versionedMemory = <State>(
  idOf: (state: State) => string,
  onWrite: OnWrite<State> = () => undefined,
  copy: Copy = structuredClone,
): VersionedMemory<State> => {
  const rows = new Map<string, MemoryRow<State>>();

  const write = (
    state: State,
    version: number,
    outbox: Outbox | undefined,
    expiresAt: ExpiresAt | undefined,
  ): void => {
    const id = idOf(state);
    const before = rows.get(id);
    const row = copy({ state, version, outbox, expiresAt });
    rows.set(id, row);
    onWrite(id, row, before);
  };

  return {
    rows,

    load: async (id) => {
      const row = rows.get(id);
      return row && copy({ state: row.state, version: row.version });
    },

    insert: async (state, outbox, expiresAt) => {
      if (rows.has(idOf(state))) return 'exists';
      write(state, 1, outbox, expiresAt);
      return 'inserted';
    },

    save: async (state, version, outbox, expiresAt) => {
      if (rows.get(idOf(state))?.version !== version) return 'conflict';
      write(state, version + 1, outbox, expiresAt);
      return 'saved';
    },
  };
};
