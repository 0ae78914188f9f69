/** A readable log of a simulation, one line for each thing that happened. */
export interface Trace {
  /** Adds a line. A trace that discards its lines never calls `text`. */
  note(text: () => string): void;
  readonly lines: readonly string[];
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Formats a time since the simulation started, e.g. `01:02:03.004`. */
export const formatTime = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${clock}.${String(milliseconds % 1000).padStart(3, '0')}`;
};

/** Creates a trace that keeps its lines. `elapsed` returns the milliseconds since the simulation started. */
export const keptTrace = (elapsed: () => number): Trace => {
  const lines: string[] = [];
  return {
    lines,
    note: (text) => {
      lines.push(`${formatTime(elapsed())}  ${text()}`);
    },
  };
};

/** A trace that discards its lines. */
export const noTrace: Trace = { lines: [], note: () => undefined };
