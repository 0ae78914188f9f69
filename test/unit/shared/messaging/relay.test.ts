import { describe, expect, it } from '@jest/globals';
import type { Message } from '../../../../shared/events/envelope.ts';
import {
  outboxOf,
  relay,
  type PublishResult,
  type StreamChange,
} from '../../../../shared/messaging/relay.ts';

const event = (n: number): Message => ({
  id: `E:${n}`,
  type: 'OrderPreparing',
  version: 1,
  time: '2026-03-01T09:00:00.000Z',
  correlationId: 'c',
  causationId: 'x',
  data: { n },
});

const change = (n: number, ...events: readonly Message[]): StreamChange => ({
  sequenceNumber: `s${n}`,
  before: { version: n },
  after: { version: n + 1, outbox: events },
});

const setUp = (resultOf: (event: Message) => PublishResult = () => ({ outcome: 'published' })) => {
  const calls: string[][] = [];
  const dead: unknown[] = [];
  const run = relay({
    bus: {
      publish: async (events) => {
        calls.push(events.map(({ id }) => id));
        return events.map(resultOf);
      },
    },
    deadLetters: { send: async (given, cause) => void dead.push([given.id, cause.code]) },
    eventsOf: outboxOf,
  });
  return { calls, dead, run };
};

const refused = { outcome: 'refused', code: 'MalformedDetail', reason: 'no' } as const;
const failed = { outcome: 'failed', code: 'ThrottlingException', reason: 'slow down' } as const;

describe('the outbox of a change', () => {
  it('is published when a new version was written, also the first', () => {
    expect(outboxOf(change(1, event(1)))).toEqual([event(1)]);
    expect(outboxOf({ ...change(0, event(1)), before: undefined })).toEqual([event(1)]);
  });

  it('is not published again by a write that left the version, or by a deletion', () => {
    const again = { sequenceNumber: 's', before: { version: 2 }, after: { version: 2, outbox: [event(1)] } };
    expect(outboxOf(again)).toEqual([]);
    expect(outboxOf({ sequenceNumber: 's', before: { version: 2 }, after: undefined })).toEqual([]);
    expect(outboxOf({ sequenceNumber: 's', before: undefined, after: { productId: 'x' } })).toEqual([]);
  });
});

describe('the outbox that a new version was left without', () => {
  const before = { version: 1, outbox: [event(1)] };

  it.each([
    ['empty', { version: 2, outbox: [] }],
    ['removed', { version: 2 }],
  ])('%s: what it held before is not published again', (_, after) => {
    expect(outboxOf({ sequenceNumber: 's', before, after })).toEqual([]);
  });
});

describe('the relay', () => {
  it('publishes in order, ten a call', async () => {
    const { calls, run } = setUp();
    const changes = Array.from({ length: 12 }, (_, n) => change(n, event(n)));
    expect(await run(changes)).toMatchObject({ resumeAt: undefined });
    expect(calls.map((ids) => ids.length)).toEqual([10, 2]);
    expect(calls.flat()).toEqual(changes.map((_, n) => `E:${n}`));
  });

  it('reads the result of each event, and resumes at the first that failed', async () => {
    const { calls, run } = setUp(({ id }) => (id === 'E:2' ? failed : { outcome: 'published' }));
    const result = await run([change(1, event(1)), change(2, event(2)), change(3, event(3))]);
    expect(result.resumeAt).toBe('s2');
    expect(result.published.map(({ id }) => id)).toEqual(['E:1']);
    expect(calls).toHaveLength(1);
  });

  it('puts what the bus refuses for good to the dead letters with its cause, and goes on', async () => {
    const { dead, run } = setUp(({ id }) => (id === 'E:1' ? refused : { outcome: 'published' }));
    const result = await run([change(1, event(1)), change(2, event(2))]);
    expect(dead).toEqual([['E:1', 'MalformedDetail']]);
    expect(result).toMatchObject({
      resumeAt: undefined,
      published: [{ id: 'E:2' }],
      refused: [{ id: 'E:1' }],
    });
  });

  it('counts a missing result as a failure, never as published', async () => {
    const run = relay({
      bus: { publish: async () => [] },
      deadLetters: { send: async () => undefined },
      eventsOf: outboxOf,
    });
    expect(await run([change(1, event(1))])).toMatchObject({ published: [], resumeAt: 's1' });
  });

  it('is delivered the whole batch again when the dead letters cannot be written', async () => {
    const run = relay({
      bus: { publish: async (events) => events.map(() => refused) },
      deadLetters: { send: () => Promise.reject(new Error('no queue')) },
      eventsOf: outboxOf,
    });
    await expect(run([change(1, event(1))])).rejects.toThrow('no queue');
  });
});
