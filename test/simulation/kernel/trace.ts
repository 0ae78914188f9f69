/** What happened in a world, for people: one line an event. */
export interface Trace {
  /** Notes what happened. The text is only made when somebody reads it. */
  note(text: () => string): void;
  readonly lines: readonly string[];
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A time of the simulated clock since the world began, e.g. `01:02:03.004`. */
export const formatTime = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${clock}.${String(milliseconds % 1000).padStart(3, '0')}`;
};

/** A trace that keeps its lines. `elapsed` tells the milliseconds since the world began. */
export const keptTrace = (elapsed: () => number): Trace => {
  const lines: string[] = [];
  return {
    lines,
    note: (text) => {
      lines.push(`${formatTime(elapsed())}  ${text()}`);
    },
  };
};

/** A trace that nobody reads. */
export const noTrace: Trace = { lines: [], note: () => undefined };
