import { partOf, type Part } from './functions.ts';
import { inboxes, type Inbox } from '../../shared/events/subscriptions.ts';
import type { Item } from '../meter/item-size.ts';

/** Counts of the requests and writes of one function. DynamoDB's request units are metered separately. */
export interface CountedCalls {
  events: number;
  /** Events that go to only one queue, on a stage without the insights service. */
  eventsToOne: number;
  messages: number;
  /** Messages to the insights service, which are not part of `messages`. */
  insightsMessages: number;
  dynamoCalls: number;
  eventBridgeCalls: number;
  sqsCalls: number;
  /** Writes whose stream records pass the filter of a relay (infra/constructs/outbox-relay.ts). */
  relayRecords: number;
  providerCalls: number;
  mails: number;
  texts: number;
}

export const noCalls = (): CountedCalls => ({
  events: 0,
  eventsToOne: 0,
  messages: 0,
  insightsMessages: 0,
  dynamoCalls: 0,
  eventBridgeCalls: 0,
  sqsCalls: 0,
  relayRecords: 0,
  providerCalls: 0,
  mails: 0,
  texts: 0,
});

export const totalCalls = (all: Iterable<CountedCalls>): CountedCalls => {
  const total = noCalls();
  for (const calls of all) {
    for (const name of Object.keys(total) as (keyof CountedCalls)[]) total[name] += calls[name];
  }
  return total;
};

/**
 * The payments service calls the simulated provider without an SDK, so these requests do not name their function. The
 * proxy recognises them by their path, and counts them for this function.
 */
const PROVIDER_CALLER = 'payments-inbox';

export const isForProvider = (path: string | undefined): boolean =>
  path?.includes('/gateway/sessions') ?? false;

/**
 * Returns the name of the function that sent a request, without the stage prefix. Empty if the sender is unknown.
 * @param userAgent the header that the AWS SDK sends. It contains the application id that `meteredNode` sets, with
 *   hyphens instead of slashes
 */
export const callerOf = (path: string | undefined, userAgent: string | undefined): string =>
  isForProvider(path) ? PROVIDER_CALLER : (/(?:^| )app\/([^ ]+?)-PTEnv-/.exec(userAgent ?? '')?.[1] ?? '');

/** EventBridge charges each 64 KB of an event as one event. */
const CHUNK = 64 * 1024;

interface Entry {
  readonly DetailType?: string;
  readonly Detail?: string;
}

/**
 * Returns the number of queues of a part that receive an event, according to `inboxes`. The stacks create the rules of
 * the event bus from `inboxes`, too.
 */
export const deliveriesOf = (type: string, detail: string, part: Part = 'order'): number => {
  const { data } = JSON.parse(detail) as { readonly data?: Readonly<Record<string, unknown>> };
  return Object.values<Inbox>(inboxes).filter(
    ({ service, events, match }) =>
      partOf(service) === part &&
      (events as readonly string[]).includes(type) &&
      Object.entries(match ?? {}).every(([field, allowed]) =>
        allowed.includes(data?.[field] as string | number),
      ),
  ).length;
};

/**
 * For each service, the prefix of the keys whose items reach the service's relay with every write (infra/services).
 */
const relayedKeys: Readonly<Record<string, string>> = { inventory: 'stock#' };

/** Returns whether a written item's stream record passes the relay's filter (infra/constructs/outbox-relay.ts). */
export const reachesRelay = (service: string, item: Item): boolean => {
  const prefix = relayedKeys[service];
  return (
    item['outbox']?.M?.['at']?.S !== undefined ||
    (prefix !== undefined && item['pk']?.S?.startsWith(prefix) === true)
  );
};

/**
 * Counts one request of a function that sends events, messages, mails or text messages. Ignores all other requests.
 * @param operation the part of the header `x-amz-target` after the dot, or `Action` of AWS's query protocol
 * @param outside true if the request is for a queue of a simulator. Messages to such a queue are not counted, because
 *   production has no simulators
 */
export const countCall = (calls: CountedCalls, operation: string, body: string, outside: boolean): void => {
  switch (operation) {
    case 'PutEvents': {
      const { Entries = [] } = JSON.parse(body) as { readonly Entries?: readonly Entry[] };
      calls.eventBridgeCalls += 1;
      for (const { DetailType = '', Detail = '{}' } of Entries) {
        const deliveries = deliveriesOf(DetailType, Detail);
        const chunks = Math.max(1, Math.ceil(Buffer.byteLength(Detail) / CHUNK));
        calls.events += chunks;
        calls.eventsToOne += deliveries === 1 ? chunks : 0;
        calls.messages += deliveries;
        calls.insightsMessages += deliveriesOf(DetailType, Detail, 'insights');
      }
      return;
    }
    case 'SendMessage':
      if (outside) return;
      calls.sqsCalls += 1;
      calls.messages += 1;
      return;
    case 'SendMessageBatch':
      if (outside) return;
      calls.sqsCalls += 1;
      calls.messages += (JSON.parse(body) as { readonly Entries?: readonly unknown[] }).Entries?.length ?? 0;
      return;
    case 'SendEmail':
      calls.mails += 1;
      return;
    case 'Publish':
      calls.texts += 1;
      return;
    default:
  }
};
