import type { Usage } from '../../../../bench/cost/usage.ts';

/** The usage of an order that used no AWS resources. */
export const nothing: Usage = {
  readUnits: 0,
  writeUnits: 0,
  indexUnits: 0,
  events: 0,
  eventsToOne: 0,
  messages: 0,
  batches: 0,
  receives: 0,
  apiRequests: 0,
  relayBatches: 0,
  relayRecords: 0,
  cpuMs: 0,
  coldStarts: 0,
  waitMs: 0,
  waitMibMs: 0,
  dynamoCalls: 0,
  eventBridgeCalls: 0,
  sqsCalls: 0,
  providerCalls: 0,
  mails: 0,
  texts: 0,
  logBytes: 0,
};
