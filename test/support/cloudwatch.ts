export interface AlarmSeries {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Average' | 'Maximum' | 'Sum';
}

/** The settings that decide when an alarm goes off. Missing datapoints do not count as too high. */
export interface AlarmDefinition {
  readonly series: Readonly<Record<string, AlarmSeries>>;
  /** The metric math expression. Undefined if the alarm compares the values of its only series. */
  readonly expression: string | undefined;
  readonly periodMinutes: number;
  readonly above: number;
  readonly breaching: number;
  readonly of: number;
}

/** The values of a series in one minute. A minute without values has no entry. */
export interface Minute {
  readonly sum: number;
  readonly samples: number;
  readonly maximum: number;
}

/** The published metric values, by series and minute. */
export class Published {
  readonly #series = new Map<string, Map<number, Minute>>();

  /** Publishes `samples` values in a minute. The values add up to `sum`. */
  put(series: Omit<AlarmSeries, 'statistic'>, minute: number, sum: number, samples = 1): void {
    const minutes = this.#series.get(keyOf(series)) ?? new Map<number, Minute>();
    const before = minutes.get(minute) ?? { sum: 0, samples: 0, maximum: Number.NEGATIVE_INFINITY };
    minutes.set(minute, {
      sum: before.sum + sum,
      samples: before.samples + samples,
      maximum: Math.max(before.maximum, sum / samples),
    });
    this.#series.set(keyOf(series), minutes);
  }

  /**
   * The statistic of the series over the minutes from `from` (included) to `to` (excluded). Undefined without values.
   */
  read(series: AlarmSeries, from: number, to: number): number | undefined {
    const minutes = this.#series.get(keyOf(series));
    let sum = 0;
    let samples = 0;
    let maximum = Number.NEGATIVE_INFINITY;
    for (let minute = from; minute < to; minute += 1) {
      const found = minutes?.get(minute);
      if (found === undefined) continue;
      sum += found.sum;
      samples += found.samples;
      maximum = Math.max(maximum, found.maximum);
    }
    if (samples === 0) return undefined;
    return { Sum: sum, Average: sum / samples, Maximum: maximum }[series.statistic];
  }
}

const keyOf = ({ namespace, metric, dimensions }: Omit<AlarmSeries, 'statistic'>): string =>
  JSON.stringify([namespace, metric, Object.entries(dimensions).toSorted(([a], [b]) => a.localeCompare(b))]);

type Values = Readonly<Record<string, number>>;

/**
 * The metric math expressions that the tests can evaluate. If one of the values is missing, the result is missing, too.
 */
const expressions: Readonly<Record<string, (values: Values) => number>> = {
  'IF(placed > 1 AND paid < 1, 1, 0)': ({ placed = 0, paid = 0 }) => (placed > 1 && paid < 1 ? 1 : 0),
};

const datapoint = (
  { series, expression }: AlarmDefinition,
  published: Published,
  from: number,
  to: number,
): number | undefined => {
  const read = Object.entries(series).map(([id, one]) => [id, published.read(one, from, to)] as const);
  if (expression === undefined) return read[0]?.[1];
  const compute = expressions[expression];
  if (compute === undefined)
    throw new Error(`Cannot evaluate ${expression}: extend test/support/cloudwatch.ts`);
  if (read.some(([, value]) => value === undefined)) return undefined;
  return compute(Object.fromEntries(read) as Values);
};

/**
 * The first minute after `after` at whose end an alarm goes off. Undefined if it does not go off by minute `until`.
 *
 * CloudWatch evaluates an alarm at the end of every minute, and the last period that it evaluates ends with this minute
 * (user guide, "Alarm evaluation"). If datapoints are missing, CloudWatch also looks at older ones, so the real
 * alarm may go off earlier.
 */
export const goesOff = (
  alarm: AlarmDefinition,
  published: Published,
  until: number,
  after = 0,
): number | undefined => {
  for (let end = after + 1; end <= until; end += 1) {
    let breaching = 0;
    for (let back = 0; back < alarm.of; back += 1) {
      const to = end - back * alarm.periodMinutes;
      const value = datapoint(alarm, published, to - alarm.periodMinutes, to);
      if (value !== undefined && value > alarm.above) breaching += 1;
    }
    if (breaching >= alarm.breaching) return end;
  }
  return undefined;
};
