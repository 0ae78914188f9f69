/** A line that a function writes for CloudWatch: a log line, or metrics in the embedded metric format. */
export type WrittenLine = Readonly<Record<string, unknown>>;

/** The captured output of a function. */
export interface WrittenLines {
  /** The log lines since the last `reset`. */
  logs(): readonly WrittenLine[];
  /** The metric lines since the last `reset`. */
  metrics(): readonly WrittenLine[];
  /** All lines since the last `reset`, as written. Tests search it for data that must not be logged. */
  text(): string;
  reset(): void;
  stop(): void;
}

const parsed = (line: string): WrittenLine | undefined => {
  try {
    return line.startsWith('{') ? (JSON.parse(line) as WrittenLine) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Captures the JSON lines that this process writes, and keeps them out of the test output. Call it before importing the
 * module under test, because its logger reads the log level on import.
 */
export const keepWrittenLines = (): WrittenLines => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'DEBUG';
  process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
  const written: { readonly text: string; readonly line: WrittenLine }[] = [];
  const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
  for (const { stream, write } of streams) {
    const keep = (...given: Parameters<typeof write>): boolean => {
      const text = typeof given[0] === 'string' ? given[0] : Buffer.from(given[0]).toString('utf8');
      const line = parsed(text);
      if (line === undefined) return write.apply(stream, given);
      written.push({ text, line });
      return true;
    };
    stream.write = keep as typeof write;
  }
  const lines = () => written.map(({ line }) => line);
  return {
    logs: () => lines().filter((line) => 'level' in line),
    metrics: () => lines().filter((line) => '_aws' in line),
    text: () => written.map(({ text }) => text).join(''),
    reset: () => {
      written.length = 0;
    },
    stop: () => {
      for (const { stream, write } of streams) stream.write = write;
    },
  };
};
