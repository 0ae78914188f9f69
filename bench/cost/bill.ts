import { priceOf } from './prices-2026.ts';
import type { CountedCalls } from './requests.ts';
import type { Usage } from './usage.ts';

/**
 * Milliseconds that a function waits for a response of each receiver. These are assumptions. They are rather long for
 * calls from Lambda to AWS.
 */
export const waits = { dynamo: 5, eventBridge: 15, sqs: 10, mail: 40, text: 40, provider: 400 } as const;

/**
 * Memory at which a function has one whole virtual CPU (Lambda developer guide, "Configure Lambda function memory").
 */
const FULL_CPU_MIB = 1769;

/**
 * The assumption about how many messages or stream records a batch has. `metered`: as many as measured. `single`: one,
 * as under low load. `full`: `FULL`, as under high load.
 */
export type Filling = 'metered' | 'single' | 'full';

/** Batch size of the inboxes (infra/stage-config.ts). */
const FULL = 10;

const batchesOf = (things: number, metered: number, filling: Filling): number => {
  switch (filling) {
    case 'metered':
      return metered;
    case 'single':
      return things;
    case 'full':
      return things / FULL;
  }
};

/** One line of a table of costs. */
export interface Line {
  readonly service: 'DynamoDB' | 'EventBridge' | 'SQS' | 'Lambda' | 'other';
  readonly name: string;
  readonly amount: number;
  readonly dollars: number;
}

/** Returns the milliseconds that a function waited for these requests, as if all of them were sequential. */
export const waitedMs = (calls: CountedCalls): number =>
  calls.dynamoCalls * waits.dynamo +
  calls.sqsCalls * waits.sqs +
  calls.eventBridgeCalls * waits.eventBridge +
  calls.mails * waits.mail +
  calls.texts * waits.text +
  calls.providerCalls * waits.provider;

/**
 * Returns the GB-seconds of Lambda. Computing costs the same with any memory up to a whole CPU, because with half the
 * memory a function computes twice as long. Waiting costs more with more memory. All waits are taken as sequential,
 * although many are parallel.
 */
export const gigabyteSeconds = ({ cpuMs, waitMibMs }: Pick<Usage, 'cpuMs' | 'waitMibMs'>): number =>
  (cpuMs * FULL_CPU_MIB + waitMibMs) / 1024 / 1000;

/**
 * Returns the number of requests to SQS. Each message needs one request that sends it. Each batch needs at least one
 * request that receives its messages, and one that deletes them.
 */
export const sqsRequests = ({ messages, batches, receives }: Usage, filling: Filling): number =>
  messages + batchesOf(messages, receives, filling) + batchesOf(messages, batches, filling);

/** Returns the number of invocations of all functions. */
export const invocations = (usage: Usage, filling: Filling): number =>
  usage.apiRequests +
  batchesOf(usage.messages, usage.batches, filling) +
  batchesOf(usage.relayRecords, usage.relayBatches, filling);

/** What one order costs over its whole life, in dollars per million orders. */
export const billOf = (usage: Usage, filling: Filling = 'metered'): readonly Line[] => {
  const million = 1_000_000;
  const line = (service: Line['service'], name: string, amount: number, dollars: number): Line => ({
    service,
    name,
    amount,
    dollars: dollars * million,
  });
  const requests = sqsRequests(usage, filling);
  const invoked = invocations(usage, filling);
  const computed = gigabyteSeconds(usage);
  const writes = usage.writeUnits + usage.indexUnits;
  return [
    line('DynamoDB', 'write units', writes, priceOf('writeUnits', writes)),
    line('DynamoDB', 'read units', usage.readUnits, priceOf('readUnits', usage.readUnits)),
    line('EventBridge', 'events', usage.events, priceOf('events', usage.events)),
    line('SQS', 'requests', requests, priceOf('sqsRequests', requests)),
    line('Lambda', 'invocations', invoked, priceOf('invocations', invoked)),
    line('Lambda', 'GB-seconds', computed, priceOf('gigabyteSeconds', computed)),
    line('other', 'API requests', usage.apiRequests, priceOf('apiRequests', usage.apiRequests)),
    line('other', 'e-mails', usage.mails, priceOf('mails', usage.mails)),
    line('other', 'text messages', usage.texts, priceOf('texts', usage.texts)),
    line('other', 'KB of logs', usage.logBytes / 1000, priceOf('logBytes', usage.logBytes)),
  ];
};

/** Adds up the dollars of the services that the limit covers: DynamoDB, EventBridge, SQS and Lambda. */
export const coreDollars = (lines: readonly Line[]): number =>
  lines.filter(({ service }) => service !== 'other').reduce((sum, { dollars }) => sum + dollars, 0);
