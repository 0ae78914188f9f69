import { describe, expect, it } from '@jest/globals';
import { goesOff, type AlarmDefinition } from '../support/cloudwatch.ts';
import { simulatedShop, type Traffic, type Trouble } from '../support/simulated-shop.ts';
import { read, rowsOf, sectionsOf } from './pages.ts';
import { synthesised } from './synthesised.ts';
import { templateAlarms } from './template-alarms.ts';

const alarms = templateAlarms(synthesised('production'));
const named = (name: string): AlarmDefinition => {
  const found = alarms.find((alarm) => alarm.name === name);
  if (found === undefined) throw new Error(`Production has no alarm ${name}`);
  return found;
};
/** The alarms whose metrics the simulated shop publishes: those about requests and orders. */
const ofTheShop = [
  'api-failing',
  'api-keeps-failing',
  'placing-orders-failing',
  'orders-unpaid',
  'webhooks-rejected',
] as const;

/** With a thousand other requests for each order, failed orders are only a small share of all requests. */
const quiet: Traffic = { ordersADay: 100, requestsForEachOrder: 1000 };
const busy: Traffic = { ordersADay: 10_000, requestsForEachOrder: 30 };

/** The number of minutes for which the shop is healthy. After these minutes, the trouble begins. */
const HEALTHY = 240;

/** The minutes until the alarm goes off: the average of the runs, and the number that 19 of 20 runs do not exceed. */
const timeTo = (
  alarm: AlarmDefinition,
  traffic: Traffic,
  trouble: Trouble,
  { runs, within = 600 }: { readonly runs: number; readonly within?: number },
): readonly [average: number, most: number] => {
  const times = Array.from({ length: runs }, (_, seed) => {
    const until = HEALTHY + within;
    const published = simulatedShop(traffic, trouble, { from: HEALTHY, until, seed: seed + 1 });
    return (goesOff(alarm, published, until, HEALTHY) ?? Number.POSITIVE_INFINITY) - HEALTHY;
  }).toSorted((a, b) => a - b);
  const average = times.reduce((sum, time) => sum + time, 0) / runs;
  return [Math.round(average), times[Math.floor(0.95 * runs)] ?? Number.NaN];
};

const outages: readonly (readonly [string, Traffic, Trouble, (typeof ofTheShop)[number], number, number])[] =
  [
    ['POST /orders always fails', quiet, { placing: 1 }, 'placing-orders-failing', 100, 60],
    ['Every webhook is rejected', quiet, { webhooksRejected: true }, 'webhooks-rejected', 100, 90],
    ['Nobody can pay', quiet, { nobodyPays: true }, 'orders-unpaid', 100, 180],
    ['POST /orders always fails', busy, { placing: 1 }, 'placing-orders-failing', 10, 15],
    ['Every request fails', busy, { placing: 1, others: 1 }, 'api-failing', 10, 5],
    [
      'A route with 30 calls an hour always fails',
      busy,
      { rareFailuresAnHour: 30 },
      'api-keeps-failing',
      50,
      90,
    ],
  ];

describe('the time to an alarm', () => {
  const measured = outages.map(([what, traffic, trouble, name, runs]) => {
    const [average, most] = timeTo(named(name), traffic, trouble, { runs });
    const orders = traffic.ordersADay.toLocaleString('en-US');
    return { row: [`…-${name}`, what, orders, `${average} min`, `${most} min`], average };
  });

  it.each(
    outages.map(([what, traffic, , , , bound], index) => [what, traffic.ordersADay, bound, index] as const),
  )('%s, at %i orders a day: it is at most %i minutes on average', (_what, _orders, bound, index) => {
    expect(measured[index]?.average).toBeLessThanOrEqual(bound);
  });

  it('is the one that docs/operations.md states', () => {
    const section = sectionsOf(read('docs/operations.md'), '###').get('How soon an alarm goes off') ?? '';
    expect(rowsOf(section)).toEqual(measured.map(({ row }) => row));
  });

  it('would be days for a quiet shop, if requests had to fail in three minutes in a row', () => {
    const inARow = { ...named('api-failing'), breaching: 3, of: 3 };
    const traffic = { ...quiet, requestsForEachOrder: 0 };
    const [average] = timeTo(inARow, traffic, { placing: 1 }, { runs: 20, within: 6000 });
    expect(average).toBeGreaterThan(24 * 60);
  });
});

describe('a healthy shop', () => {
  it.each([
    ['of 100 orders a day', quiet, 30],
    ['of 10,000 orders a day', busy, 3],
  ] as const)(
    '%s raises no alarm, with one failure in 10,000 requests and one client error in 5',
    (_, traffic, days) => {
      const minutes = days * 24 * 60;
      const published = simulatedShop(traffic, {}, { from: 0, until: minutes, seed: 7 });
      const raised = ofTheShop.filter((name) => goesOff(named(name), published, minutes) !== undefined);
      expect(raised).toEqual([]);
    },
  );
});
