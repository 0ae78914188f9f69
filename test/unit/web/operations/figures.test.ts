import { describe, expect, it } from '@jest/globals';
import { changeOf, dayAfter, dayFrom, funnelOf, type Day } from '../../../../web/operations/business/day.ts';
import { verdictOf } from '../../../../web/operations/health/verdict.ts';
import { amountFrom, amountText, changeFrom } from '../../../../web/operations/parts/amounts.ts';
import type { Status } from '../../../../web/operations/parts/status.ts';
import { duration, roughly } from '../../../../web/operations/parts/words.ts';

const orders = (placed: number, reserved: number, paid: number, completed: number): Day['orders'] => ({
  placed,
  reserved,
  paid,
  completed,
  rejected: 0,
  cancelled: 0,
  expired: 0,
});

describe('the funnel of a day', () => {
  it('has the share of all orders, and of those that came one step less far', () => {
    expect(funnelOf({ orders: orders(8, 4, 2, 1) }).map(({ share, ofBefore }) => [share, ofBefore])).toEqual([
      [1, undefined],
      [0.5, 0.5],
      [0.25, 0.5],
      [0.125, 0.5],
    ]);
    // Without orders, there are no shares.
    expect(funnelOf({ orders: orders(0, 0, 0, 0) }).map(({ share, ofBefore }) => [share, ofBefore])).toEqual(
      Array.from({ length: 4 }, () => [0, undefined]),
    );
  });

  it('is compared with the day before, if that had anything', () => {
    expect([changeOf(15, 10), changeOf(5, 10), changeOf(10, 10), changeOf(1, 0)]).toEqual([
      '+50 % on the day before',
      '−50 % on the day before',
      'as the day before',
      undefined,
    ]);
  });
});

describe('the day of an address', () => {
  it('is today if it does not exist or has not begun', () => {
    for (const wrong of [undefined, '2026-02-30', '2026-03-02', 'yesterday', '2026-3-1']) {
      expect([wrong, dayFrom(wrong, '2026-03-01')]).toEqual([wrong, '2026-03-01']);
    }
    expect(dayFrom('2024-02-29', '2026-03-01')).toBe('2024-02-29');
  });

  it('has neighbours across months', () => {
    expect([dayAfter('2026-03-01', -1), dayAfter('2026-02-28', 1)]).toEqual(['2026-02-28', '2026-03-01']);
  });
});

describe('the verdict on the platform', () => {
  const status = (more: Partial<Status> = {}, queue: Partial<Status['queues'][number]> = {}): Status => ({
    queues: [
      {
        name: 'orders-inbox',
        depth: 0,
        inFlight: 0,
        delayed: 0,
        deadLetters: 0,
        oldestAgeSeconds: null,
        ...queue,
      },
    ],
    alarms: [],
    failures: { windowMinutes: 15, failureRate: 0, services: [] },
    unavailable: [],
    ...more,
  });
  const found = (one: Status) => verdictOf(one).findings.map(({ runbook }) => runbook);

  it('is well if nothing is wrong and everything is known', () => {
    expect(verdictOf(status())).toEqual({ isWell: true, findings: [], unknown: [] });
    expect(verdictOf(status({ unavailable: ['alarms'] }))).toMatchObject({ isWell: false, findings: [] });
  });

  it('names what is wrong and the section of the runbook', () => {
    expect(found(status({}, { deadLetters: 2 }))).toEqual(['Dead letters']);
    // At night, an operator must see whether the problem can wait.
    const [urgent] = verdictOf(status({}, { deadLetters: 2 })).findings;
    const [mails] = verdictOf(status({}, { name: 'notifications-inbox', deadLetters: 1 })).findings;
    expect(urgent?.what).toBe('orders-inbox has 2 dead letters. Orders stand still.');
    expect(mails?.what).toContain('It can wait until the morning');
    expect(found(status({}, { depth: 3, oldestAgeSeconds: 600 }))).toEqual(['When an alarm goes off']);
    // The age of the oldest message is a metric that lags. The queue is already empty.
    expect(found(status({}, { depth: 0, oldestAgeSeconds: 600 }))).toEqual([]);
    expect(found(status({ alarms: [{ name: 'a', state: 'ALARM', since: null }] }))).toHaveLength(1);
    const failing = { service: 'orders', invocations: 100, errors: 3, failureRate: 0.03 };
    const failures = { windowMinutes: 15, failureRate: 0.03, services: [failing] };
    expect(found(status({ failures }))).toEqual(['Logs']);
  });
});

describe('amounts and numbers that people type', () => {
  it('are read with the decimals of their currency', () => {
    expect([amountFrom('12.5', 'EUR'), amountFrom('12,50', 'EUR'), amountFrom(' 12 ', 'EUR')]).toEqual([
      1250, 1250, 1200,
    ]);
    expect([amountFrom('1.234', 'KWD'), amountFrom('100', 'JPY')]).toEqual([1234, 100]);
    for (const wrong of ['', '-1', '1.234', '1e3', '1.', '1 000']) {
      expect([wrong, amountFrom(wrong, 'EUR')]).toEqual([wrong, undefined]);
    }
    expect(amountFrom(amountText(1205, 'EUR'), 'EUR')).toBe(1205);
  });

  it('are units of stock, to add or to remove, and never nothing', () => {
    expect([changeFrom('24'), changeFrom('+24'), changeFrom(' -3 '), changeFrom('−3')]).toEqual([
      24, 24, -3, -3,
    ]);
    expect([changeFrom('0'), changeFrom('1.5'), changeFrom('')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('durations', () => {
  it('have at most two units', () => {
    expect([duration(40), duration(2540), duration(59_999), duration(250_000), duration(90_000_000)]).toEqual(
      ['40 ms', '2.5 s', '59 s', '4 min 10 s', '1 d 1 h'],
    );
    expect([roughly(59_999), roughly(250_000), roughly(7_500_000)]).toEqual(['59 s', '4 min', '2 h 5 min']);
  });
});
