/** The AWS usage of orders over their whole life. */
export interface Usage {
  readonly readUnits: number;
  /** The write units of tables, without those of indexes. */
  readonly writeUnits: number;
  readonly indexUnits: number;
  /** Events put on the bus, in chunks of 64 KB. */
  readonly events: number;
  /** Events that go to only one queue, on a stage without the insights service. */
  readonly eventsToOne: number;
  /** Messages that reached a queue, from a rule or from a function. */
  readonly messages: number;
  /** Batches of messages, each of them one invocation of a consumer. */
  readonly batches: number;
  /** Requests that received messages. A batch takes several requests if it waits for further messages. */
  readonly receives: number;
  /** Requests to the API, each of them one invocation of a function behind a route. */
  readonly apiRequests: number;
  /** Batches of stream records, each of them one invocation of a relay (a function that publishes events). */
  readonly relayBatches: number;
  /** Stream records that reached a relay. */
  readonly relayRecords: number;
  /** CPU milliseconds of all function processes. */
  readonly cpuMs: number;
  /** Number of function processes that were started. */
  readonly coldStarts: number;
  /** Milliseconds that functions waited for responses. */
  readonly waitMs: number;
  /** The sum of each function's waiting milliseconds multiplied by its memory in MiB. */
  readonly waitMibMs: number;
  /**
   * The number of requests to DynamoDB that functions waited for. The next five fields count the requests to other
   * receivers.
   */
  readonly dynamoCalls: number;
  readonly eventBridgeCalls: number;
  readonly sqsCalls: number;
  readonly providerCalls: number;
  readonly mails: number;
  readonly texts: number;
  readonly logBytes: number;
}

const names = [
  'readUnits',
  'writeUnits',
  'indexUnits',
  'events',
  'eventsToOne',
  'messages',
  'batches',
  'receives',
  'apiRequests',
  'relayBatches',
  'relayRecords',
  'cpuMs',
  'coldStarts',
  'waitMs',
  'waitMibMs',
  'dynamoCalls',
  'eventBridgeCalls',
  'sqsCalls',
  'providerCalls',
  'mails',
  'texts',
  'logBytes',
] as const satisfies readonly (keyof Usage)[];

const combine = (of: (name: keyof Usage) => number): Usage =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<keyof Usage, number>;

export const usedBetween = (before: Usage, after: Usage): Usage =>
  combine((name) => after[name] - before[name]);

/** Average usage of one order. */
export const perOrder = (usage: Usage, orders: number): Usage => combine((name) => usage[name] / orders);
