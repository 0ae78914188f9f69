import {
  GetMetricDataCommand,
  paginateDescribeAlarms,
  paginateListMetrics,
  type CloudWatchClient,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { services, statelessServices } from '../../../shared/events/catalog.ts';
import { addSeconds, type Instant } from '../../../shared/kernel/clock.ts';
import type { PlatformStatus, ServiceInvocations } from '../domain/platform.ts';

/** The most queries that CloudWatch accepts in one call (GetMetricData, API reference). */
const QUERIES_PER_CALL = 500;
/**
 * For an active queue, SQS reports the age of the oldest message about every minute, so a window of five minutes
 * contains at least one report.
 */
const AGE_WINDOW_SECONDS = 300;

/** The AWS clients, and which stage to read. */
export interface Connections {
  readonly sqs: SQSClient;
  readonly cloudWatch: CloudWatchClient;
  /** How the names of the stage's functions and alarms begin, for example `orderly-local-`. */
  readonly namePrefix: string;
}

/** One metric to query. `id` is unique within a call. */
interface Figure {
  readonly id: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimension: { readonly Name: string; readonly Value: string };
  readonly statistic: 'Sum' | 'Maximum';
}

/** Reads the state of the platform from SQS and CloudWatch. */
export const awsPlatformStatus = ({ sqs, cloudWatch, namePrefix }: Connections): PlatformStatus => {
  /** The values of each metric in the last `windowSeconds`, newest first. Metrics without data are left out. */
  const valuesOf = async (
    figures: readonly Figure[],
    windowSeconds: number,
    now: Instant,
  ): Promise<ReadonlyMap<string, readonly number[]>> => {
    const values = new Map<string, readonly number[]>();
    for (let start = 0; start < figures.length; start += QUERIES_PER_CALL) {
      const part = figures.slice(start, start + QUERIES_PER_CALL);
      const { MetricDataResults = [] } = await cloudWatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(addSeconds(now, -windowSeconds)),
          EndTime: new Date(now),
          ScanBy: 'TimestampDescending',
          MetricDataQueries: part.map(queryOf),
        }),
      );
      for (const { Id, Values = [] } of MetricDataResults) {
        if (Id !== undefined && Values.length > 0) values.set(Id, Values);
      }
    }
    return values;
  };

  const functionNames = async (): Promise<readonly string[]> => {
    const names = new Set<string>();
    const query = { Namespace: 'AWS/Lambda', MetricName: 'Invocations' };
    for await (const { Metrics = [] } of paginateListMetrics({ client: cloudWatch }, query)) {
      for (const { Dimensions = [] } of Metrics) {
        const name = Dimensions.find((dimension) => dimension.Name === 'FunctionName')?.Value;
        if (name?.startsWith(namePrefix) === true) names.add(name);
      }
    }
    return [...names].sort();
  };

  return {
    depths: async ({ url, dlqUrl }) => {
      const [own, dead] = await Promise.all([
        url === undefined ? undefined : attributesOf(sqs, url),
        attributesOf(sqs, dlqUrl),
      ]);
      return {
        depth: own?.visible ?? null,
        inFlight: own?.inFlight ?? null,
        delayed: own?.delayed ?? null,
        deadLetters: dead.visible + dead.inFlight,
      };
    },

    oldestAges: async (queues, now) => {
      const watched = queues.filter(({ url }) => url !== undefined);
      const figures = watched.map(({ url = '' }, index): Figure => ({
        id: `q${index}`,
        namespace: 'AWS/SQS',
        metric: 'ApproximateAgeOfOldestMessage',
        dimension: { Name: 'QueueName', Value: url.slice(url.lastIndexOf('/') + 1) },
        statistic: 'Maximum',
      }));
      const values = await valuesOf(figures, AGE_WINDOW_SECONDS, now);
      return Object.fromEntries(
        watched.flatMap(({ name }, index) => {
          const latest = values.get(`q${index}`)?.[0];
          return latest === undefined ? [] : [[name, latest]];
        }),
      );
    },

    alarms: async () => {
      const found = [];
      const query = { AlarmNamePrefix: namePrefix, AlarmTypes: ['MetricAlarm' as const] };
      for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client: cloudWatch }, query)) {
        found.push(...MetricAlarms);
      }
      return found.map(({ AlarmName, StateValue, StateTransitionedTimestamp, StateUpdatedTimestamp }) => ({
        name: AlarmName ?? '',
        state: StateValue ?? 'INSUFFICIENT_DATA',
        since: (StateTransitionedTimestamp ?? StateUpdatedTimestamp)?.toISOString() ?? null,
      }));
    },

    invocations: async (minutes, now) => {
      const names = await functionNames();
      const figureOf =
        (kind: 'i' | 'e', metric: string) =>
        (name: string, index: number): Figure => ({
          id: `${kind}${index}`,
          namespace: 'AWS/Lambda',
          metric,
          dimension: { Name: 'FunctionName', Value: name },
          statistic: 'Sum',
        });
      const figures = [...names.map(figureOf('i', 'Invocations')), ...names.map(figureOf('e', 'Errors'))];
      const values = await valuesOf(figures, minutes * 60, now);
      const sumOf = (id: string) => (values.get(id) ?? []).reduce((sum, value) => sum + value, 0);
      return [...services, ...statelessServices].flatMap((service): readonly ServiceInvocations[] => {
        const indexes = [...names.keys()].filter(
          (index) => names[index]?.startsWith(`${namePrefix}${service}-`) === true && values.has(`i${index}`),
        );
        if (indexes.length === 0) return [];
        const total = (kind: 'i' | 'e') => indexes.reduce((sum, index) => sum + sumOf(`${kind}${index}`), 0);
        return [{ service, invocations: total('i'), errors: total('e') }];
      });
    },
  };
};

const queryOf = ({ id, namespace, metric, dimension, statistic }: Figure): MetricDataQuery => ({
  Id: id,
  MetricStat: {
    Metric: { Namespace: namespace, MetricName: metric, Dimensions: [dimension] },
    Period: 60,
    Stat: statistic,
  },
});

const attributesOf = async (sqs: SQSClient, url: string) => {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return {
    visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
  };
};
