export interface Entry {
  /** When the entry is due, in milliseconds of the simulated clock. */
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** A queue of scheduled functions, sorted by time. Functions with the same time run in the order they were added. */
export interface Agenda {
  readonly size: () => number;
  add(at: number, run: () => void): void;
  /** Removes and returns the next entry. */
  next(): Entry | undefined;
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

export const createAgenda = (): Agenda => {
  const heap: Entry[] = [];
  let added = 0;

  const rise = (from: number): void => {
    const entry = heap[from]!;
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = entry;
  };

  const sink = (entry: Entry): void => {
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, entry)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = entry;
  };

  return {
    size: () => heap.length,
    add: (at, run) => {
      heap.push({ at, order: added, run });
      added += 1;
      rise(heap.length - 1);
    },
    next: () => {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (first !== last) sink(last);
      return first;
    },
  };
};
