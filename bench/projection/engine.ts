/**
 * A simulated process. Each `yield` waits for the given number of milliseconds. Between two yields, no time passes and
 * no other process runs, so changes of shared state are atomic.
 */
export type Steps<Result = void> = Generator<number, Result, void>;

/** A discrete-event simulation. Virtual time jumps from one event to the next. */
export interface Simulation {
  /** Virtual milliseconds since the start. */
  now(): number;
  /** Starts a process at the current time. */
  start(steps: Steps): void;
  after(milliseconds: number, run: () => void): void;
  /** Runs all events before `end`. */
  runUntil(end: number): void;
}

interface Event {
  readonly time: number;
  /** Events at the same time run in the order in which they were planned, so that runs are reproducible. */
  readonly number: number;
  readonly run: () => void;
}

const before = (one: Event, other: Event): boolean =>
  one.time < other.time || (one.time === other.time && one.number < other.number);

/** A binary heap of events with the next event at the top. */
const eventHeap = () => {
  const heap: Event[] = [];
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]];
    if (one !== undefined && other !== undefined) [heap[a], heap[b]] = [other, one];
  };
  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [heap[a], heap[b]];
    return one !== undefined && other !== undefined && before(one, other);
  };
  return {
    next: (): Event | undefined => heap[0],
    push: (event: Event): void => {
      heap.push(event);
      for (let at = heap.length - 1; at > 0;) {
        const parent = (at - 1) >> 1;
        if (!isBefore(at, parent)) break;
        swap(at, parent);
        at = parent;
      }
    },
    pop: (): void => {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return;
      heap[0] = last;
      for (let at = 0; ;) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        const child = isBefore(right, left) ? right : left;
        if (!isBefore(child, at)) break;
        swap(at, child);
        at = child;
      }
    },
  };
};

export const newSimulation = (): Simulation => {
  const events = eventHeap();
  let now = 0;
  let planned = 0;

  const after = (milliseconds: number, run: () => void): void => {
    planned += 1;
    events.push({ time: now + milliseconds, number: planned, run });
  };
  return {
    now: () => now,
    after,
    start: (steps) => {
      const go = (): void => {
        const step = steps.next();
        if (step.done !== true) after(step.value, go);
      };
      after(0, go);
    },
    runUntil: (end) => {
      for (let event = events.next(); event !== undefined && event.time < end; event = events.next()) {
        events.pop();
        now = event.time;
        event.run();
      }
      now = end;
    },
  };
};
