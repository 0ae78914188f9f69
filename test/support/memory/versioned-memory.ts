import type { SaveOutcome, Stored } from '../../../shared/kernel/change.ts';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';

/** One stored item, as a table's stream would show it. */
export interface MemoryRow<State> {
  readonly state: State;
  readonly version: number;
  readonly outbox: readonly OutboxMessage[];
}

/** Hears of each write, as a table's stream does. */
export type OnWrite<State> = (
  id: string,
  row: MemoryRow<State>,
  before: MemoryRow<State> | undefined,
) => void;

/** Takes a value apart from whoever holds it: a deep copy, or a value that can no longer be changed. */
export type Copy = <Value>(value: Value) => Value;

/**
 * The in-memory twin of `versionedItems`: the same conditions, and copies on the way in and out, so that nobody can change
 * what is stored by keeping hold of it.
 * @param copy how; the simulation freezes instead, which is faster and has every attempt to change a value throw.
 */
export const versionedMemory = <State>(
  onWrite: OnWrite<State> = () => undefined,
  copy: Copy = structuredClone,
) => {
  const rows = new Map<string, MemoryRow<State>>();

  const write = (id: string, state: State, version: number, outbox: readonly OutboxMessage[]): void => {
    const before = rows.get(id);
    const row = copy({ state, version, outbox });
    rows.set(id, row);
    onWrite(id, row, before);
  };

  return {
    rows: rows as ReadonlyMap<string, MemoryRow<State>>,

    load: async (id: string): Promise<Stored<State> | undefined> => {
      const row = rows.get(id);
      return row && copy({ state: row.state, version: row.version });
    },

    insert: async (
      id: string,
      state: State,
      outbox: readonly OutboxMessage[],
    ): Promise<'inserted' | 'exists'> => {
      if (rows.has(id)) return 'exists';
      write(id, state, 1, outbox);
      return 'inserted';
    },

    save: async (
      id: string,
      state: State,
      version: number,
      outbox: readonly OutboxMessage[],
    ): Promise<SaveOutcome> => {
      if (rows.get(id)?.version !== version) return 'conflict';
      write(id, state, version + 1, outbox);
      return 'saved';
    },
  };
};
