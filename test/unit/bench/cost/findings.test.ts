import { describe, expect, it } from '@jest/globals';
import {
  driftOf,
  driftsOf,
  flatnessNote,
  largerNote,
  largestItems,
  tickDollars,
  verdict,
} from '../../../../bench/cost/findings.ts';
import type { Metered } from '../../../../bench/cost/report.ts';
import { customerIdOf, requests } from '../../../../bench/cost/shop.ts';
import { inParallel } from '../../../../scripts/console/in-parallel.ts';
import type { Usage } from '../../../../bench/cost/usage.ts';
import type { Charge } from '../../../../bench/meter/charge.ts';
import { nothing } from './nothing.ts';

const metered = (usage: Partial<Usage>, charges: readonly Charge[] = []): Metered => ({
  path: 'happy',
  orders: 1,
  usage: { ...nothing, ...usage },
  charges,
});

const write = (service: string, writeUnits: number, indexUnits = 0): Charge => ({
  request: 1,
  operation: 'PutItem',
  table: `orderly-local-${service}`,
  key: 'order#1',
  outcome: 'done',
  writeUnits,
  readUnits: 0,
  indexUnits,
  bytes: 900,
});

describe('the verdict', () => {
  it('says of each load whether it is within the limit', () => {
    const text = verdict(metered({ events: 50, messages: 10, batches: 5, receives: 5 }));
    expect(text).toContain('$59.00, within the limit of $60');
    expect(text).toContain('$64.00, above the limit of $60');
  });

  it('prices a further tick as a message alone, and a read', () => {
    expect(tickDollars()).toBeGreaterThan(3 * 0.4 + 0.2 + 0.125);
    expect(tickDollars()).toBeLessThan(1.7);
  });
});

describe('flatness', () => {
  it('is judged by the dearest against the cheapest, in whatever order they come', () => {
    expect(driftOf([100, 104, 98])).toBeCloseTo(6 / 98);
    expect(driftOf([50])).toBe(0);
  });

  it('is judged for what is counted and for the whole price, which has CPU time in it', () => {
    const few = metered({ events: 10, cpuMs: 100 });
    const many = metered({ events: 10, cpuMs: 50 });
    const { counted, whole } = driftsOf([few, many]);

    expect(counted).toBe(0);
    expect(whole).toBeGreaterThan(0.05);
    expect(flatnessNote([few, many])).toMatch(/0\.0 %, within .*\. The whole price differs by .* above/);
  });
});

describe('the largest items', () => {
  it('are three of those that the limit is about, the dearest first', () => {
    const usage = { events: 10, eventsToOne: 6, writeUnits: 40, apiRequests: 5, mails: 5, readUnits: 9 };
    const lines = largestItems(metered(usage, [write('orders', 30), write('fulfilment', 1, 9)])).split('\n');

    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('1. **DynamoDB, write units: $25.00.**');
    expect(lines[0]).toContain('orders 30.0, fulfilment 10.0. 50 % of the writes');
    expect(lines[1]).toContain('2. **EventBridge, events: $10.00.**');
    expect(lines[1]).toContain('60 % of the events go to only one queue');
  });
});

describe('orders with more to store', () => {
  it('are compared with a happy order, by price and by write units', () => {
    const happy = metered({ writeUnits: 29, indexUnits: 5 });
    const pair = {
      ...metered({ writeUnits: 40, indexUnits: 6, events: 1 }),
      path: 'two lines and a note' as const,
    };
    const long = { ...metered({ writeUnits: 28, indexUnits: 5 }), path: 'UUID' as const };

    const text = largerNote(happy, [happy, pair, long]);
    expect(text).toContain('It takes 34.0 write units.');
    expect(text).toContain('cost $29.75. Each of these orders takes 46.0 write units.');
    expect(text).toContain('cost $20.63. Each of these orders takes 33.0 write units.');
    expect(largerNote(happy, [happy])).toContain('a note of 80 characters were not measured');
  });

  it('have two lines and a note of 80 characters, or the id of a real customer', () => {
    const { items, note } = requests['two lines and a note'];
    expect(new Set(items.map(({ productId }) => productId)).size).toBe(2);
    expect(note).toHaveLength(80);
    expect(requests.UUID).toEqual(requests.happy);
    expect(customerIdOf('UUID', 1)).toMatch(/^[0-9a-f-]{36}$/);
    expect(customerIdOf('happy', 1)).toBe('customer-1');
  });
});

describe('work in parallel', () => {
  it('is done once for each number, by no more than it may be at a time', async () => {
    const done: number[] = [];
    let [busy, most] = [0, 0];
    await inParallel(7, 3, async (index) => {
      busy += 1;
      most = Math.max(most, busy);
      await Promise.resolve();
      done.push(index);
      busy -= 1;
    });

    expect(done.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most).toBe(3);
  });
});
