import { describe, expect, it } from '@jest/globals';
import {
  billOf,
  coreDollars,
  gigabyteSeconds,
  invocations,
  sqsRequests,
  waits,
} from '../../../../bench/cost/bill.ts';
import { priceOf } from '../../../../bench/cost/prices-2026.ts';
import { receivesOf, waitingOf } from '../../../../bench/cost/reading.ts';
import { noCalls } from '../../../../bench/cost/requests.ts';
import { perOrder, usedBetween } from '../../../../bench/cost/usage.ts';
import { nothing } from './nothing.ts';

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

  it('leaves costs that are listed separately out of the total', () => {
    const lines = billOf({ ...nothing, events: 2, logBytes: 1e6 });
    expect(coreDollars(lines)).toBeCloseTo(2);
  });

  it('asks SQS three times for a message alone, and 1.2 times for one of ten', () => {
    const usage = { ...nothing, messages: 20, batches: 5, receives: 7 };
    expect(sqsRequests(usage, 'single')).toBe(60);
    expect(sqsRequests(usage, 'metered')).toBe(32);
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

  it('bills waiting by the memory of the very function that waits', () => {
    const functions = new Map([
      ['orders-place-order', { memoryMiB: 512 }],
      ['payments-inbox', { memoryMiB: 256 }],
    ]);
    const calls = new Map([
      ['orders-place-order', { ...noCalls(), dynamoCalls: 200 }],
      ['payments-inbox', { ...noCalls(), providerCalls: 10 }],
    ]);
    const { waitMs, waitMibMs } = waitingOf(calls, functions);

    expect(waitMs).toBe(200 * waits.dynamo + 10 * waits.provider);
    expect(gigabyteSeconds({ cpuMs: 0, waitMibMs })).toBeCloseTo(0.5 + 1);
  });

  it('refuses to guess who waits', () => {
    const calls = new Map([['', { ...noCalls(), sqsCalls: 1 }]]);
    expect(() => waitingOf(calls, new Map())).toThrow('not a function of the stage');
  });

  it('leaves alone those who ask nothing that is waited for', () => {
    expect(waitingOf(new Map([['', noCalls()]]), new Map())).toEqual({ waitMs: 0, waitMibMs: 0 });
  });
});

describe('requests that received messages', () => {
  const queues = [
    'orders-inbox',
    'orders-inbox',
    'insights-inbox',
    'gateway-webhooks',
    'notifications-inbox',
  ];
  const recorded = queues.map((queue) => `orderly-local-${queue}\n`).join('');

  it('are those to queues of services, and those of insights count separately', () => {
    expect(receivesOf(recorded, 'order')).toBe(3);
    expect(receivesOf(recorded, 'insights')).toBe(1);
  });
});

describe('usage', () => {
  it('is what came on top, shared out among the orders', () => {
    const before = { ...nothing, events: 5 };
    const after = { ...nothing, events: 25, mails: 10 };
    expect(perOrder(usedBetween(before, after), 10)).toEqual({ ...nothing, events: 2, mails: 1 });
  });
});
