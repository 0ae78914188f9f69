/** A series of datapoints in CloudWatch. */
export interface Series {
  readonly namespace: string;
  readonly metric: string;
  /** All dimensions of the series: CloudWatch finds nothing if one is missing. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Average' | 'Maximum' | 'Sum';
  /** The unit of the datapoints, and of the threshold if the alarm reads the series without a formula. */
  readonly unit: 'Bytes' | 'Count' | 'Milliseconds' | 'Seconds' | 'Share';
}

/** A metric math expression over at most 10 series. */
export interface Formula {
  readonly formula: string;
  readonly of: Readonly<Record<string, Series>>;
}

/**
 * A Metrics Insights query that sums a metric over all series with these dimensions.
 *
 * - Use a query for metrics that exist only after a failure. CloudWatch bills only the series that the query finds.
 * - The query finds a new series some minutes after its first datapoint. So the alarm must look back for more than
 *   these minutes.
 */
export interface Query {
  readonly namespace: string;
  readonly sumOf: string;
  readonly over: readonly string[];
  readonly where?: { readonly dimension: string; readonly is: string };
}

/**
 * One alarm. It goes off if enough of the last datapoints are above the threshold. A missing datapoint does not count
 * as above, unless `missingCounts` is set.
 */
export interface AlarmRow {
  /** The alarm's name is `orderly-<stage>-<name>`. */
  readonly name: string;
  /** The failure that the alarm reports. The notification contains this text. */
  readonly shows: string;
  readonly reads: Series | Formula | Query;
  readonly periodSeconds: number;
  readonly above: number;
  /**
   * Whether a missing datapoint counts as above the threshold. Set it for a metric that must be reported regularly. If
   * a datapoint is missing, CloudWatch first uses some older datapoints, so the alarm goes off a few periods later
   * (user guide, "Configuring how CloudWatch alarms treat missing data").
   */
  readonly missingCounts?: true;
  /** How many of the last datapoints must be above the threshold: `[2, 3]` means 2 of the last 3. */
  readonly datapoints: readonly [breaching: number, of: number];
  /** Where AWS documents the metric, or the file that writes it. */
  readonly source: string;
}

/** Returns the text of a query. */
export const queryText = ({ namespace, sumOf, over, where }: Query): string =>
  `SELECT SUM(${sumOf}) FROM SCHEMA("${namespace}", ${over.join(', ')})` +
  (where === undefined ? '' : ` WHERE ${where.dimension} = '${where.is}'`);

const AWS = 'https://docs.aws.amazon.com';

/** The pages of AWS that document the metrics: names, dimensions and units. */
export const pages = {
  apiGateway: `${AWS}/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html`,
  concurrency: `${AWS}/lambda/latest/dg/monitoring-concurrency.html`,
  eventBridge: `${AWS}/eventbridge/latest/userguide/eb-monitoring.html`,
  lambda: `${AWS}/lambda/latest/dg/monitoring-metrics-types.html`,
  s3: `${AWS}/AmazonS3/latest/userguide/metrics-dimensions.html`,
  ses: `${AWS}/ses/latest/dg/reputationdashboard-cloudwatch-alarm.html`,
  sqs: `${AWS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html`,
} as const;

/** A minute, in seconds. */
export const MINUTE = 60;
/** An hour, in seconds. */
export const HOUR = 60 * MINUTE;
