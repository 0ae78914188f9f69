import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
  type FilteredLogEvent,
  type FilterLogEventsCommandInput,
  type FilterLogEventsCommandOutput,
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

/** The most lines that one answer holds (CloudWatch Logs API reference, "FilterLogEvents"). */
const FULL_ANSWER = 10_000;

type Ask = (
  query: FilterLogEventsCommandInput,
) => Promise<Pick<FilterLogEventsCommandOutput, 'events' | 'nextToken'>>;

/**
 * Reads a log group's lines, oldest first, answer by answer. MiniStack ends at a full answer without a token for the
 * next one, so the lines of its last instant are asked for again, with those that follow.
 *
 * @param since in milliseconds since 1970
 * @throws Error when one instant has more lines than an answer holds
 */
export async function* logAnswers(
  ask: Ask,
  logGroupName: string,
  since = 0,
): AsyncGenerator<readonly FilteredLogEvent[]> {
  let query: FilterLogEventsCommandInput = { logGroupName, startTime: since };
  for (;;) {
    const { events = [], nextToken } = await ask(query);
    const last = events.at(-1)?.timestamp ?? since;
    if (nextToken !== undefined) {
      yield events;
      query = { ...query, nextToken };
    } else if (events.length < FULL_ANSWER) {
      yield events;
      return;
    } else {
      const complete = events.filter(({ timestamp = 0 }) => timestamp < last);
      if (complete.length === 0) throw new Error(`${logGroupName} has too many lines at ${last}`);
      yield complete;
      query = { logGroupName, startTime: last };
    }
  }
}

/**
 * Reads what the functions on an emulator have logged, log group by log group, oldest first in each. Lines are filtered
 * here: emulators differ in how much of CloudWatch's pattern language they understand.
 *
 * @param endpoint the emulator's
 */
export async function* logLines(endpoint: string, filter: LogFilter = {}): AsyncGenerator<LogLine> {
  const client = new CloudWatchLogsClient({
    endpoint,
    region: localRegion,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const groups: string[] = [];
  for await (const page of paginateDescribeLogGroups({ client }, {})) {
    groups.push(...(page.logGroups ?? []).flatMap(({ logGroupName }) => logGroupName ?? []));
  }
  const ask: Ask = (query) => client.send(new FilterLogEventsCommand(query));
  for (const logGroup of groups.filter((name) => name.includes(filter.group ?? ''))) {
    for await (const events of logAnswers(ask, logGroup, filter.since)) {
      for (const { message = '', timestamp = 0 } of events) {
        if (message.includes(filter.contains ?? '')) yield { logGroup, at: timestamp, message };
      }
    }
  }
  client.destroy();
}

/**
 * Reads what the functions on an emulator have logged, all groups together, oldest first.
 *
 * @param endpoint the emulator's
 */
export const functionLogs = async (endpoint: string, filter: LogFilter = {}): Promise<LogLine[]> => {
  const lines: LogLine[] = [];
  for await (const line of logLines(endpoint, filter)) lines.push(line);
  return lines.toSorted((one, other) => one.at - other.at);
};
