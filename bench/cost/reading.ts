import { readFileSync } from 'node:fs';
import { logLines } from '../../scripts/emulator/function-logs.ts';
import { totalOf } from '../meter/charge.ts';
import { waitedMs } from './bill.ts';
import {
  deployedFunctions,
  isOurs,
  namePrefix,
  partOf,
  type DeployedFunction,
  type Part,
} from './functions.ts';
import { totalCalls, type CountedCalls } from './requests.ts';
import type { MeteredStack } from './running.ts';
import type { Usage } from './usage.ts';

/** Returns the function of a log group: `/orderly/local/orders/inbox` → `orders-inbox`. */
const functionOf = (logGroup: string): string => logGroup.split('/').slice(3).join('-');

/**
 * Returns the milliseconds that functions waited for responses (`waitMs`), and the sum of each function's milliseconds
 * multiplied by its memory (`waitMibMs`).
 * @throws Error for requests of an unknown caller, because its memory is unknown
 */
export const waitingOf = (
  calls: ReadonlyMap<string, CountedCalls>,
  functions: ReadonlyMap<string, Pick<DeployedFunction, 'memoryMiB'>>,
): Pick<Usage, 'waitMs' | 'waitMibMs'> => {
  let [waitMs, waitMibMs] = [0, 0];
  for (const [caller, counted] of calls) {
    const waited = waitedMs(counted);
    const memory = functions.get(caller)?.memoryMiB;
    if (waited > 0 && memory === undefined) {
      throw new Error(`"${caller}" sent requests, but it is not a function of the stage`);
    }
    waitMs += waited;
    waitMibMs += waited * (memory ?? 0);
  }
  return { waitMs, waitMibMs };
};

/**
 * Returns the number of requests that received messages from the queues of a part.
 * @param queues one line for each request that received messages. The line is the name of the queue
 */
export const receivesOf = (queues: string, part: Part): number =>
  queues
    .split('\n')
    .map((queue) => queue.replace(namePrefix, ''))
    .filter((queue) => isOurs(queue) && partOf(queue) === part).length;

const readMeters = (
  { meter, proxy, node, receivesFile }: MeteredStack,
  functions: ReadonlyMap<string, DeployedFunction>,
  part: Part,
): Omit<Usage, 'apiRequests' | 'batches' | 'relayBatches' | 'logBytes'> => {
  const ofPart = (table: string): boolean => partOf(table.replace(namePrefix, '')) === part;
  const { readUnits, writeUnits, indexUnits } = totalOf(meter.charges, ({ table }) => ofPart(table));
  const { cpuMs, processes } = node.used((name) => isOurs(name) && partOf(name) === part);
  const calls = new Map([...proxy.calls].filter(([caller]) => partOf(caller) === part));
  const { insightsMessages: _others, ...total } = totalCalls(calls.values());
  return {
    readUnits,
    writeUnits,
    indexUnits,
    ...total,
    // Other services publish the events that the insights service receives, so the calls of all functions count here.
    ...(part === 'insights' ? { messages: totalCalls(proxy.calls.values()).insightsMessages } : {}),
    ...waitingOf(calls, functions),
    receives: receivesOf(readFileSync(receivesFile, 'utf8'), part),
    cpuMs,
    coldStarts: processes,
  };
};

/**
 * Reads the meters of a part. One of these meters is the log: only the lines since `since` are read. All other meters
 * are read completely.
 * @param since in milliseconds since 1970
 */
export const readUsage = async (
  metered: MeteredStack,
  since: number,
  part: Part = 'order',
): Promise<Usage> => {
  const endpoint = metered.stack.endpoint ?? '';
  const functions = await deployedFunctions(endpoint);
  const invoked = { queue: 0, stream: 0, route: 0 };
  let logBytes = 0;
  for await (const { logGroup, message } of logLines(endpoint, { group: '/orderly/', since })) {
    const name = functionOf(logGroup);
    if (!isOurs(name) || partOf(name) !== part) continue;
    logBytes += Buffer.byteLength(message);
    if (message.startsWith('REPORT ')) invoked[functions.get(name)?.trigger ?? 'route'] += 1;
  }
  return {
    ...readMeters(metered, functions, part),
    apiRequests: invoked.route,
    batches: invoked.queue,
    relayBatches: invoked.stream,
    logBytes,
  };
};

/** Reads the meters of a part before a run. Figures from log lines are 0, because `readUsage` reads only new lines. */
export const readBaseline = async (metered: MeteredStack, part: Part = 'order'): Promise<Usage> => ({
  ...readMeters(metered, await deployedFunctions(metered.stack.endpoint ?? ''), part),
  apiRequests: 0,
  batches: 0,
  relayBatches: 0,
  logBytes: 0,
});
