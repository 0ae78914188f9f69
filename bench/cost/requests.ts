import { inboxes, type Inbox } from '../../shared/events/subscriptions.ts';

/** What a function asked of AWS, as far as it is counted by calls and not by request units. */
export interface CountedCalls {
  events: number;
  /** Those of the events that go to one queue alone. */
  eventsToOne: number;
  messages: number;
  dynamoCalls: number;
  eventBridgeCalls: number;
  sqsCalls: number;
  /** Writes whose stream records pass the filter before a relay. */
  relayRecords: number;
  providerCalls: number;
  mails: number;
  texts: number;
}

/** Nothing counted yet. */
export const noCalls = (): CountedCalls => ({
  events: 0,
  eventsToOne: 0,
  messages: 0,
  dynamoCalls: 0,
  eventBridgeCalls: 0,
  sqsCalls: 0,
  relayRecords: 0,
  providerCalls: 0,
  mails: 0,
  texts: 0,
});

/** Adds calls up. */
export const totalCalls = (all: Iterable<CountedCalls>): CountedCalls => {
  const total = noCalls();
  for (const calls of all) {
    for (const name of Object.keys(total) as (keyof CountedCalls)[]) total[name] += calls[name];
  }
  return total;
};

/** Payments' requests to the provider go without an SDK: they say of themselves only that they are for a session. */
const PROVIDER_CALLER = 'payments-inbox';

/** Whether a request is for the payment provider, by its path. */
export const isForProvider = (path: string | undefined): boolean =>
  path?.includes('/gateway/sessions') ?? false;

/**
 * Which function sent a request, by its name without the stage's prefix; nothing if it does not tell.
 * @param userAgent as the AWS SDK makes it, with the application id that `meteredNode` set, its slashes turned into hyphens.
 */
export const callerOf = (path: string | undefined, userAgent: string | undefined): string =>
  isForProvider(path) ? PROVIDER_CALLER : (/(?:^| )app\/([^ ]+?)-PTEnv-/.exec(userAgent ?? '')?.[1] ?? '');

/** EventBridge counts an event of more than 64 KB as several. */
const CHUNK = 64 * 1024;

interface Entry {
  readonly DetailType?: string;
  readonly Detail?: string;
}

/** How many queues an event goes to, by the catalogue that the rules are made from. */
export const deliveriesOf = (type: string, detail: string): number => {
  const { data } = JSON.parse(detail) as { readonly data?: Readonly<Record<string, unknown>> };
  return Object.values<Inbox>(inboxes).filter(
    ({ events, match }) =>
      (events as readonly string[]).includes(type) &&
      Object.entries(match ?? {}).every(([field, allowed]) =>
        allowed.includes(data?.[field] as string | number),
      ),
  ).length;
};

/**
 * How many writes of a successful request to DynamoDB wake a relay: those of plain items with a version, and those of packed
 * items with events. Its JSON names the attributes in any kind of write.
 */
export const relayedWrites = (operation: string, body: string): number => {
  const count = (pattern: RegExp): number => body.match(pattern)?.length ?? 0;
  switch (operation) {
    case 'PutItem':
    case 'TransactWriteItems':
    case 'BatchWriteItem':
      return count(/"version":\{"N"/g) - count(/"packed":\{"B"/g) + count(/"events":\{"N"/g);
    case 'UpdateItem':
      return /"#?version"/.test(body) ? 1 : 0;
    default:
      return 0;
  }
};

/**
 * Counts one request of a function.
 * @param operation as the header `x-amz-target` has it after its dot, or the query protocol's `Action`.
 * @param outside true for a request to a queue that is none of Orderly's, as that of a simulator's.
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
