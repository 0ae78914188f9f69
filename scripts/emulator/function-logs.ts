import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
  type FilteredLogEvent,
  type FilterLogEventsCommandInput,
  type FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { clientSettings } from './access.ts';

export type LogLine = { logGroup: string; at: number; message: string };

/** Selects lines of the functions' logs. An empty filter selects all lines. */
export type LogFilter = {
  /** Part of the log group's name, for example `place-order`. */
  group?: string;
  /** Text that a line must contain, for example a correlation id. */
  contains?: string;
  /** Earliest time of a line, in milliseconds since 1970. */
  since?: number;
};

/** Maximum number of lines in one response (CloudWatch Logs API reference, "FilterLogEvents"). */
const FULL_ANSWER = 10_000;

type Ask = (
  query: FilterLogEventsCommandInput,
) => Promise<Pick<FilterLogEventsCommandOutput, 'events' | 'nextToken'>>;

/**
 * Reads the lines of a log group, oldest first, one response at a time. MiniStack returns no token for the next page
 * after a full response, although more lines may follow. From such a response, this function drops the lines with the
 * latest time. Its next request starts at that time, and reads all lines of that time again.
 *
 * @param since in milliseconds since 1970
 * @throws Error if one response is too small for all lines that have the same time
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
      if (complete.length === 0)
        throw new Error(`${logGroupName} has too many lines at ${last}. Read it from a later time.`);
      yield complete;
      query = { logGroupName, startTime: last };
    }
  }
}

/**
 * Reads the functions' logs on an emulator, one log group after another, oldest line first. Lines are filtered here,
 * because emulators support different parts of CloudWatch's filter patterns.
 *
 * @param endpoint the emulator's endpoint
 */
export async function* logLines(endpoint: string, filter: LogFilter = {}): AsyncGenerator<LogLine> {
  const client = new CloudWatchLogsClient(clientSettings(endpoint));
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

/** Reads the functions' logs on an emulator, all log groups together, oldest line first. */
export const functionLogs = async (endpoint: string, filter: LogFilter = {}): Promise<LogLine[]> => {
  const lines: LogLine[] = [];
  for await (const line of logLines(endpoint, filter)) lines.push(line);
  return lines.toSorted((one, other) => one.at - other.at);
};
