import { describe, expect, it } from '@jest/globals';
import {
  billOf,
  coreDollars,
  gigabyteSeconds,
  invocations,
  sqsRequests,
} from '../../../../bench/cost/bill.ts';
import { priceOf } from '../../../../bench/cost/prices-2026.ts';
import { perOrder, usedBetween, type Usage } from '../../../../bench/cost/usage.ts';

const nothing: Usage = {
  readUnits: 0,
  writeUnits: 0,
  indexUnits: 0,
  events: 0,
  messages: 0,
  batches: 0,
  apiRequests: 0,
  relayBatches: 0,
  relayRecords: 0,
  cpuMs: 0,
  dynamoCalls: 0,
  eventBridgeCalls: 0,
  sqsCalls: 0,
  providerCalls: 0,
  mails: 0,
  texts: 0,
  logBytes: 0,
};

describe('the bill', () => {
  it('prices a million of each by the list', () => {
    expect(priceOf('writeUnits', 1_000_000)).toBeCloseTo(0.625);
    expect(priceOf('sqsRequests', 1_000_000)).toBeCloseTo(0.4);
    expect(priceOf('mails', 1_000_000)).toBeCloseTo(100);
  });

  it('adds index writes to those of tables', () => {
    const [writes] = billOf({ ...nothing, writeUnits: 3, indexUnits: 1 });
    expect(writes).toMatchObject({ name: 'write units', amount: 4, dollars: 2.5 });
  });

  it('leaves what stands beside out of the total', () => {
    const lines = billOf({ ...nothing, events: 2, logBytes: 1e6 });
    expect(coreDollars(lines)).toBeCloseTo(2);
  });

  it('asks SQS three times for a message alone, and 1.2 times for one of ten', () => {
    const usage = { ...nothing, messages: 20, batches: 5 };
    expect(sqsRequests(usage, 'single')).toBe(60);
    expect(sqsRequests(usage, 'metered')).toBe(30);
    expect(sqsRequests(usage, 'full')).toBe(24);
  });

  it('invokes once for each request, batch and batch of records', () => {
    const usage = { ...nothing, apiRequests: 5, messages: 20, batches: 8, relayRecords: 10, relayBatches: 4 };
    expect(invocations(usage, 'metered')).toBe(17);
    expect(invocations(usage, 'single')).toBe(35);
    expect(invocations(usage, 'full')).toBe(8);
  });

  it('stretches CPU time by the share of a CPU, so that memory does not change its price', () => {
    expect(gigabyteSeconds({ ...nothing, cpuMs: 1000 })).toBeCloseTo(1769 / 1024);
  });

  it('bills waiting by the memory of who waits', () => {
    expect(gigabyteSeconds({ ...nothing, dynamoCalls: 200 })).toBeCloseTo(0.5);
    expect(gigabyteSeconds({ ...nothing, providerCalls: 10 })).toBeCloseTo(1);
  });
});

describe('usage', () => {
  it('is what came on top, shared out among the orders', () => {
    const before = { ...nothing, events: 5 };
    const after = { ...nothing, events: 25, mails: 10 };
    expect(perOrder(usedBetween(before, after), 10)).toEqual({ ...nothing, events: 2, mails: 1 });
  });
});
