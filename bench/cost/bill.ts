import { priceOf } from './prices-2026.ts';
import type { Usage } from './usage.ts';

/** How long functions wait for an answer, in milliseconds: assumptions, on the long side of what AWS gives from Lambda. */
export const waits = { dynamo: 5, eventBridge: 15, sqs: 10, mail: 40, text: 40, provider: 400 } as const;

/** MiB of every function, and from which on a function has a whole virtual CPU (Lambda developer guide, memory). */
export const MEMORY_MIB = 512;
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

/**
 * Billed milliseconds of Lambda: CPU time, stretched by the share of a CPU that the memory buys, and every wait as if one
 * followed the other, though many run side by side.
 */
export const billedMs = (usage: Usage): number =>
  usage.cpuMs * (FULL_CPU_MIB / MEMORY_MIB) +
  usage.dynamoCalls * waits.dynamo +
  usage.eventBridgeCalls * waits.eventBridge +
  usage.sqsCalls * waits.sqs +
  usage.mails * waits.mail +
  usage.texts * waits.text +
  usage.providerCalls * waits.provider;

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
  const ms = billedMs(usage);
  const writes = usage.writeUnits + usage.indexUnits;
  const gigabyteSeconds = (ms / 1000) * (MEMORY_MIB / 1024);
  return [
    line('DynamoDB', 'write units', writes, priceOf('writeUnits', writes)),
    line('DynamoDB', 'read units', usage.readUnits, priceOf('readUnits', usage.readUnits)),
    line('EventBridge', 'events', usage.events, priceOf('events', usage.events)),
    line('SQS', 'requests', requests, priceOf('sqsRequests', requests)),
    line('Lambda', 'invocations', invoked, priceOf('invocations', invoked)),
    line('Lambda', 'billed ms', ms, priceOf('gigabyteSeconds', gigabyteSeconds)),
    line('beside', 'API requests', usage.apiRequests, priceOf('apiRequests', usage.apiRequests)),
    line('beside', 'e-mails', usage.mails, priceOf('mails', usage.mails)),
    line('beside', 'text messages', usage.texts, priceOf('texts', usage.texts)),
    line('beside', 'KB of logs', usage.logBytes / 1000, priceOf('logBytes', usage.logBytes)),
  ];
};

/** What the target is about: DynamoDB, EventBridge, SQS and Lambda together. */
export const coreDollars = (lines: readonly Line[]): number =>
  lines.filter(({ service }) => service !== 'beside').reduce((sum, { dollars }) => sum + dollars, 0);
