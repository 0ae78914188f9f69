import { priceOf } from './prices-2026.ts';
import type { CountedCalls } from './requests.ts';
import type { Usage } from './usage.ts';

/** How long functions wait for an answer, in milliseconds: assumptions, on the long side of what AWS gives from Lambda. */
export const waits = { dynamo: 5, eventBridge: 15, sqs: 10, mail: 40, text: 40, provider: 400 } as const;

/** From how many MiB on a function has a whole virtual CPU (Lambda developer guide, "Configure Lambda function memory"). */
const FULL_CPU_MIB = 1769;

/**
 * How many messages, and stream records, a function takes at a time: as many as were metered; one, as when an order comes
 * now and then; or `FULL`, as when functions have enough to do.
 */
export type Filling = 'metered' | 'single' | 'full';

/** The batch size of every inbox but inventory's reservations, where it is the least (infra/stage-config.ts). */
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

/** One line of a bill. */
export interface Line {
  readonly service: 'DynamoDB' | 'EventBridge' | 'SQS' | 'Lambda' | 'beside';
  readonly name: string;
  readonly amount: number;
  readonly dollars: number;
}

/** How long the function that sent these requests waited for their answers, in milliseconds, one after the other. */
export const waitedMs = (calls: CountedCalls): number =>
  calls.dynamoCalls * waits.dynamo +
  calls.sqsCalls * waits.sqs +
  calls.eventBridgeCalls * waits.eventBridge +
  calls.mails * waits.mail +
  calls.texts * waits.text +
  calls.providerCalls * waits.provider;

/**
 * GB-seconds of Lambda. CPU time costs the same with any memory up to a whole CPU: less memory stretches it. Waiting is
 * billed by the memory of who waits, every wait as if one followed the other, though many run side by side.
 */
export const gigabyteSeconds = ({ cpuMs, waitMibMs }: Pick<Usage, 'cpuMs' | 'waitMibMs'>): number =>
  (cpuMs * FULL_CPU_MIB + waitMibMs) / 1024 / 1000;

/** Requests to SQS: each message is sent by itself; a batch is received by one request and deleted by one. */
export const sqsRequests = ({ messages, batches }: Usage, filling: Filling): number =>
  messages + 2 * batchesOf(messages, batches, filling);

/** Invocations of all functions. */
export const invocations = (usage: Usage, filling: Filling): number =>
  usage.apiRequests +
  batchesOf(usage.messages, usage.batches, filling) +
  batchesOf(usage.relayRecords, usage.relayBatches, filling);

/** The bill of one order's life, in dollars per million orders. */
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
    line('beside', 'API requests', usage.apiRequests, priceOf('apiRequests', usage.apiRequests)),
    line('beside', 'e-mails', usage.mails, priceOf('mails', usage.mails)),
    line('beside', 'text messages', usage.texts, priceOf('texts', usage.texts)),
    line('beside', 'KB of logs', usage.logBytes / 1000, priceOf('logBytes', usage.logBytes)),
  ];
};

/** What the target is about: DynamoDB, EventBridge, SQS and Lambda together. */
export const coreDollars = (lines: readonly Line[]): number =>
  lines.filter(({ service }) => service !== 'beside').reduce((sum, { dollars }) => sum + dollars, 0);
