import { beforeEach, describe, expect, it } from '@jest/globals';
import { listOrders } from '../../../../functions/insights/list-orders.ts';
import { pickupCode } from '../../../../shared/kernel/pickup-code.ts';
import { expiresAt, idOf, rowOf } from '../../../support/insights-rows.ts';
import { memoryRowStore } from '../../../support/memory/insights-row-store.ts';

const [first, second] = [idOf(1), idOf(2)];
const rows = memoryRowStore();
const list = listOrders({ rows });
const idsOf = async (text: string, customerId?: 'even' | 'odd'): Promise<readonly string[]> =>
  (await list({ text, limit: 10, customerId })).items.map(({ orderId }) => orderId);

beforeEach(async () => {
  for (const [n, correlationId] of [
    [1, 'request-1'],
    [2, pickupCode(first)],
    [3, 'request-3'],
  ] as const) {
    await rows.save({ row: rowOf(n, { correlationId }), version: 0, expiresAt });
  }
});

describe('an order is found', () => {
  it('by its id in any case', async () => {
    expect(await idsOf(first)).toEqual([first]);
    expect(await idsOf(first.toUpperCase())).toEqual([first]);
  });

  it('by the last eight characters of its id, as pages show them', async () => {
    for (const typed of [first.slice(-8), `…${first.slice(-8)}`, `...${first.slice(-8)}`]) {
      expect([typed, await idsOf(typed)]).toEqual([typed, [first]]);
    }
  });

  it.each([4, 5, 6])('by its pickup code of %i characters, in small letters, too', async (length) => {
    const code = pickupCode(second, length);
    expect(await idsOf(code)).toEqual([second]);
    expect(await idsOf(code.toLowerCase())).toEqual([second]);
  });

  it('by the request that placed it', async () => {
    expect(await idsOf('request-1')).toEqual([first]);
  });

  it('only if the other filters select it', async () => {
    expect(await idsOf(second, 'even')).toEqual([second]);
    expect(await idsOf(second, 'odd')).toEqual([]);
    expect(await idsOf(pickupCode(second), 'even')).toEqual([second]);
    expect(await idsOf(pickupCode(second), 'odd')).toEqual([]);
  });

  it('by a correlation id that looks like a pickup code, before all others', async () => {
    expect(await idsOf(pickupCode(first))).toEqual([second]);
  });

  it.each(['request', 'abc', '0000000a1b', 'ZZZZZZZ'])('not by other texts: %s', async (typed) => {
    expect(await idsOf(typed)).toEqual([]);
  });
});
