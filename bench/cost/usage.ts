/** What the life of some orders used, as it was counted. */
export interface Usage {
  readonly readUnits: number;
  /** Of tables, without their indexes. */
  readonly writeUnits: number;
  readonly indexUnits: number;
  /** Events put on the bus, in chunks of 64 KB. */
  readonly events: number;
  /** Those of them that go to one queue alone. */
  readonly eventsToOne: number;
  /** Messages that reached a queue: by a rule, or sent by a function. */
  readonly messages: number;
  /** Batches in which functions took them. */
  readonly batches: number;
  /** Invocations of functions behind routes, of queues' consumers (`batches`) and of relays. */
  readonly apiRequests: number;
  readonly relayBatches: number;
  /** Stream records that reached a relay. */
  readonly relayRecords: number;
  /** CPU milliseconds of all function processes. */
  readonly cpuMs: number;
  /** Function processes that were started. */
  readonly coldStarts: number;
  /** Milliseconds that functions waited for answers, and the same times the MiB of memory of who waited. */
  readonly waitMs: number;
  readonly waitMibMs: number;
  /** Requests that functions waited for, by whom they asked. */
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

/** What was used between two readings. */
export const usedBetween = (before: Usage, after: Usage): Usage =>
  combine((name) => after[name] - before[name]);

/** What one of so many orders used on average. */
export const perOrder = (usage: Usage, orders: number): Usage => combine((name) => usage[name] / orders);
