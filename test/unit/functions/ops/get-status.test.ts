import { describe, expect, it } from '@jest/globals';
import type { PlatformStatus } from '../../../../functions/ops/domain/platform.ts';
import { getStatus } from '../../../../functions/ops/get-status.ts';
import { checkAnswer, serviceRoutes } from '../../../support/declared-routes.ts';

const queue = (name: string, url?: string) => ({
  name,
  url,
  dlqUrl: `${name}-dlq`,
  dlqName: `${name}-dlq`,
  target: url === undefined ? ('bus' as const) : ('queue' as const),
});
const queues = [queue('orders-inbox', 'q/orders-inbox'), queue('orders-relay')];

const healthy: PlatformStatus = {
  depths: async ({ url }) =>
    url === undefined
      ? { depth: null, inFlight: null, delayed: null, deadLetters: 2 }
      : { depth: 3, inFlight: 1, delayed: 0, deadLetters: 0 },
  oldestAges: async () => ({ 'orders-inbox': 42 }),
  alarms: async () => [{ name: 'a', state: 'ALARM', since: '2026-03-01T09:00:00.000Z' }],
  invocations: async () => [
    { service: 'orders', invocations: 30, errors: 1 },
    { service: 'payments', invocations: 10, errors: 1 },
  ],
};
const statusOf = async (
  platform: PlatformStatus,
  noteUnavailable: (source: string, error: unknown) => void = () => {},
) => {
  const now = () => '2026-03-01T10:00:00.000Z';
  const status = await getStatus({ platform, queues, now, noteUnavailable })();
  checkAnswer(serviceRoutes, { method: 'GET', path: '/ops/status', status: 200, body: status });
  return status;
};
const cause = new Error('CloudWatch is down');
const down = () => Promise.reject(cause);

describe('The status of the platform', () => {
  it('tells of queues, alarms and the failures of each service', async () => {
    expect(await statusOf(healthy)).toEqual({
      queues: [
        { name: 'orders-inbox', depth: 3, inFlight: 1, delayed: 0, deadLetters: 0, oldestAgeSeconds: 42 },
        {
          name: 'orders-relay',
          depth: null,
          inFlight: null,
          delayed: null,
          deadLetters: 2,
          oldestAgeSeconds: null,
        },
      ],
      alarms: [{ name: 'a', state: 'ALARM', since: '2026-03-01T09:00:00.000Z' }],
      failures: {
        windowMinutes: 15,
        failureRate: 0.05,
        services: [
          { service: 'orders', invocations: 30, errors: 1, failureRate: 0.0333 },
          { service: 'payments', invocations: 10, errors: 1, failureRate: 0.1 },
        ],
      },
      unavailable: [],
    });
  });

  it('has no failure rate where nothing ran', async () => {
    const { failures } = await statusOf({ ...healthy, invocations: async () => [] });
    expect(failures).toEqual({ windowMinutes: 15, failureRate: null, services: [] });
  });

  it('shows the queues while CloudWatch does not respond, and names the missing sources', async () => {
    const status = await statusOf({ ...healthy, oldestAges: down, alarms: down, invocations: down });
    expect(status.queues.map(({ depth, oldestAgeSeconds }) => [depth, oldestAgeSeconds])).toEqual([
      [3, null],
      [null, null],
    ]);
    expect(status.alarms).toBeNull();
    expect(status.failures).toEqual({ windowMinutes: 15, failureRate: null, services: null });
    expect(status.unavailable).toEqual(['alarms', 'failures', 'oldest-ages']);
  });

  it('shows no number for a queue that cannot be read, rather than a wrong 0, and names the queue', async () => {
    const status = await statusOf({
      ...healthy,
      depths: (queue) => (queue.name === 'orders-inbox' ? down() : healthy.depths(queue)),
    });
    expect(status.queues[0]).toMatchObject({
      name: 'orders-inbox',
      depth: null,
      inFlight: null,
      delayed: null,
      deadLetters: null,
    });
    expect(status.queues[1]?.deadLetters).toEqual(expect.any(Number));
    expect(status.unavailable).toEqual(['queue orders-inbox']);
  });

  it('notes why a source did not answer, and keeps that from the answer', async () => {
    const noted: (readonly [string, unknown])[] = [];
    const status = await statusOf({ ...healthy, alarms: down, depths: down }, (...note) => noted.push(note));
    expect(noted.toSorted(([one], [other]) => one.localeCompare(other))).toEqual([
      ['alarms', cause],
      ['queue orders-inbox', cause],
      ['queue orders-relay', cause],
    ]);
    expect(JSON.stringify(status)).not.toContain('CloudWatch is down');
  });

  it('notes nothing while everything answers', async () => {
    const noted: unknown[] = [];
    await statusOf(healthy, (source) => noted.push(source));
    expect(noted).toEqual([]);
  });
});
