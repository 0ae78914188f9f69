import { describe, expect, it } from '@jest/globals';
import { copiesKeptDays, leastKeepDays } from '../../../../../infra/kept-copies.ts';
import { stageSettings, stages } from '../../../../../infra/stage-config.ts';
import { orderIdsOf } from '../../../../../functions/orders/domain/place.ts';
import { sampleSettings } from '../../../../../scripts/deployment/sample-settings.ts';
import { addSeconds } from '../../../../../shared/kernel/clock.ts';

const DAY = 86_400;
const START = '2026-03-01T09:00:00.000Z';
const idAt = (seconds: number, key = 'key-1', customer = 'alice') => {
  try {
    return orderIdsOf(customer, key, addSeconds(START, seconds));
  } catch (error) {
    return error as { readonly code: string; readonly kind: string };
  }
};
const orderIdAt = (seconds: number, key?: string) => {
  const ids = idAt(seconds, key);
  return 'orderId' in ids ? ids.orderId : undefined;
};

/**
 * Returns how many seconds after `START` the key's next term begins. A key gives the same order id during a term of 365
 * days, and a new id in the next term. Each key has terms of its own.
 */
const firstSecondOfTerm = (key: string): number => {
  const before = orderIdAt(0, key);
  let [low, high] = [0, 366 * DAY];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (orderIdAt(middle, key) === before) low = middle;
    else high = middle;
  }
  return high;
};

describe('the order id of an idempotency key', () => {
  it('differs between customers and between keys', () => {
    const ids = [idAt(0), idAt(0, 'key-2'), idAt(0, 'key-1', 'bob')];
    expect(new Set(ids.map((one) => JSON.stringify(one))).size).toBe(3);
  });

  it.each(['key-1', 'key-2', 'key-3'])('of %s is found again for 30 days, at any time of a term', (key) => {
    const begin = firstSecondOfTerm(key);
    for (let placed = begin - 40 * DAY + 3_600; placed < begin + 40 * DAY; placed += DAY / 2) {
      const first = orderIdAt(placed, key);
      for (let days = 1; days < 30; days += 1) {
        const again = idAt(placed + days * DAY, key);
        expect([again]).toContainEqual(
          expect.objectContaining(
            'earlierOrderId' in again && again.orderId !== first
              ? { earlierOrderId: first }
              : { orderId: first },
          ),
        );
      }
    }
  });

  it.each(['key-1', 'key-2', 'key-3'])(
    'of %s is another one after the term, and never the old one again',
    (key) => {
      const begin = firstSecondOfTerm(key);
      const old = orderIdAt(begin - 1, key);
      for (let days = 31; days < 3_000; days += 1) {
        const later = idAt(begin + days * DAY, key);
        expect(Object.values(later)).not.toContain(old);
      }
    },
  );

  it('is not given in the first minute of a term, when a request of the term before may be running', () => {
    const begin = firstSecondOfTerm('key-1');
    expect(orderIdAt(begin - 1)).toBeDefined();
    for (const second of [0, 30, 59]) {
      expect(idAt(begin + second)).toMatchObject({ kind: 'unavailable', code: 'idempotency.key-settling' });
    }
    expect(idAt(begin + 60)).toEqual({ orderId: expect.any(String), earlierOrderId: orderIdAt(begin - 1) });
  });

  it.each(stages)('is looked for no longer than an order is kept at least, on stage %s', (stage) => {
    const settings = stageSettings(stage, {}, { file: sampleSettings });
    const { orders } = leastKeepDays(settings);
    // A key gives the same order id for a term of 365 days. An order must be kept longer than that.
    expect(orders).toBeGreaterThan(365);
    expect(orders - copiesKeptDays(settings)).toBeGreaterThanOrEqual(365);
  });
});
