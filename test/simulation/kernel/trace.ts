/** A readable log of a world, one line per event. */
export interface Trace {
  /** Adds a line. The text is built only if the trace is kept. */
  note(text: () => string): void;
  readonly lines: readonly string[];
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Formats a time since the world began, e.g. `01:02:03.004`. */
export const formatTime = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${clock}.${String(milliseconds % 1000).padStart(3, '0')}`;
};

/** A trace that keeps its lines. `elapsed` returns the milliseconds since the world began. */
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
