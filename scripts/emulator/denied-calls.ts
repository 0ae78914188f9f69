import { logLines, type LogFilter, type LogLine } from './function-logs.ts';

/** A call that IAM denied to a function. */
export type DeniedCall = {
  /** The function's log group, for example `/orderly/local/orders/place-order`. */
  logGroup: string;
  /** The action that the function's role does not allow, for example `dynamodb:PutItem`. */
  action: string;
  /** The ARN of the resource, if the message names it. */
  resource?: string | undefined;
};

/** Matches "User: arn:… is not authorized to perform: dynamodb:PutItem on resource: arn:… because …". */
const denial = /is not authorized to perform: ([\w-]+:\w+)(?: on resource: ([^\s"'\\]+))?/g;

/** Finds the denied calls in log lines. A call that several lines report is returned once. */
export const deniedCallsIn = (lines: readonly Pick<LogLine, 'logGroup' | 'message'>[]): DeniedCall[] => {
  const found = new Map<string, DeniedCall>();
  for (const { logGroup, message } of lines) {
    for (const [, action = '', resource] of message.matchAll(denial)) {
      found.set([logGroup, action, resource].join(' '), { logGroup, action, resource });
    }
  }
  return [...found.values()];
};

/** Reads the functions' logs on an emulator, and returns the calls that IAM denied. */
export const deniedCalls = async (endpoint: string, filter: LogFilter = {}): Promise<DeniedCall[]> => {
  const lines: LogLine[] = [];
  for await (const line of logLines(endpoint, { contains: 'not authorized', ...filter })) lines.push(line);
  return deniedCallsIn(lines);
};

/** Formats denied calls for an error message. Empty if there are none. */
export const deniedReport = (calls: readonly DeniedCall[]): string =>
  calls.length === 0
    ? ''
    : [
        'IAM denied these calls. Grant them in infra/services, if the functions need them:',
        ...calls.map(({ logGroup, action, resource }) => `  ${logGroup}: ${action} on ${resource ?? '*'}`),
      ].join('\n');
