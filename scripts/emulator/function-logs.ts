import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { localRegion } from './emulator.ts';

export type LogLine = { logGroup: string; at: number; message: string };

/** Which lines of the functions' logs to read; nothing given means all of them. */
export type LogFilter = {
  /** Part of the log group's name, as `place-order`. */
  group?: string;
  /** Text that a line must contain, as a correlation id. */
  contains?: string;
  /** Only lines since this instant, in milliseconds since 1970. */
  since?: number;
};

/**
 * Reads what the functions on an emulator have logged, oldest first. Lines are filtered here: emulators
 * differ in how much of CloudWatch's pattern language they understand.
 *
 * @param endpoint the emulator's
 */
export const functionLogs = async (endpoint: string, filter: LogFilter = {}): Promise<LogLine[]> => {
  const client = new CloudWatchLogsClient({
    endpoint,
    region: localRegion,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const groups: string[] = [];
  for await (const page of paginateDescribeLogGroups({ client }, {})) {
    groups.push(...(page.logGroups ?? []).flatMap(({ logGroupName }) => logGroupName ?? []));
  }
  const lines: LogLine[] = [];
  for (const logGroup of groups.filter((name) => name.includes(filter.group ?? ''))) {
    const query = { logGroupName: logGroup, ...(filter.since !== undefined && { startTime: filter.since }) };
    for await (const page of paginateFilterLogEvents({ client }, query)) {
      for (const { message = '', timestamp = 0 } of page.events ?? []) {
        if (message.includes(filter.contains ?? '')) lines.push({ logGroup, at: timestamp, message });
      }
    }
  }
  client.destroy();
  return lines.toSorted((one, other) => one.at - other.at);
};
