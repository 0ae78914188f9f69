import { functionLogs } from '../../scripts/emulator/function-logs.ts';
import { totalOf } from '../meter/charge.ts';
import type { MeteredStack } from './running.ts';
import type { Usage } from './usage.ts';

/** `orderly-local-orders-inbox`, as a function's name; its log group is `/orderly/local/orders/inbox`. */
const nameOf = (logGroup: string): string => logGroup.slice(1).replaceAll('/', '-');

/** Services whose functions count; the simulators' do not. */
const ours = /^orderly-local-(orders|inventory|payments|fulfilment|notifications|ops)-/;

interface Mapping {
  readonly FunctionArn: string;
  readonly EventSourceArn: string;
}

/** What sets each function off that is not behind a route: a queue or a stream. */
const sourcesOf = async (endpoint: string): Promise<ReadonlyMap<string, 'queue' | 'stream'>> => {
  const answer = await fetch(`${endpoint}/2015-03-31/event-source-mappings/?MaxItems=1000`);
  const { EventSourceMappings } = (await answer.json()) as {
    readonly EventSourceMappings: readonly Mapping[];
  };
  return new Map(
    EventSourceMappings.map(({ FunctionArn, EventSourceArn }) => [
      FunctionArn.split(':').at(-1) ?? '',
      EventSourceArn.includes(':dynamodb:') ? 'stream' : 'queue',
    ]),
  );
};

/** Adds up what has been used since `since`, in milliseconds since 1970; logs are counted from then on alone. */
export const readUsage = async (
  { stack, meter, proxy, node }: MeteredStack,
  since: number,
): Promise<Usage> => {
  const endpoint = stack.endpoint ?? '';
  const [sources, logs] = await Promise.all([
    sourcesOf(endpoint),
    functionLogs(endpoint, { group: '/orderly/', since }),
  ]);
  const lines = logs.filter(({ logGroup }) => ours.test(nameOf(logGroup)));
  const invoked = { queue: 0, stream: 0, route: 0 };
  for (const { logGroup, message } of lines) {
    if (message.startsWith('REPORT ')) invoked[sources.get(nameOf(logGroup)) ?? 'route'] += 1;
  }
  const { readUnits, writeUnits, indexUnits } = totalOf(meter.charges);
  return {
    readUnits,
    writeUnits,
    indexUnits,
    ...proxy.calls,
    apiRequests: invoked.route,
    batches: invoked.queue,
    relayBatches: invoked.stream,
    cpuMs: node.cpuMs((name) => ours.test(name)),
    logBytes: lines.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0),
  };
};

/** The same before anything was used: logs are counted by time, so theirs begin at nothing. */
export const readBaseline = ({ meter, proxy, node }: MeteredStack): Usage => {
  const { readUnits, writeUnits, indexUnits } = totalOf(meter.charges);
  return {
    readUnits,
    writeUnits,
    indexUnits,
    ...proxy.calls,
    apiRequests: 0,
    batches: 0,
    relayBatches: 0,
    cpuMs: node.cpuMs((name) => ours.test(name)),
    logBytes: 0,
  };
};
