import { describe, expect, it } from '@jest/globals';
import type { QueueMessage } from '../../../../shared/events/integration-event.ts';
import {
  outboxEvents,
  relay,
  type PublishResult,
  type StreamChange,
} from '../../../../shared/messaging/relay.ts';
import { outboxHolding } from '../../../support/stored-items.ts';

const event = (n: number): QueueMessage => ({
  id: `E:${n}`,
  type: 'OrderPreparing',
  version: 1,
  time: '2026-03-01T09:00:00.000Z',
  correlationId: 'c',
  causationId: 'x',
  data: { n },
});

const change = (n: number, ...events: readonly QueueMessage[]): StreamChange => ({
  sequenceNumber: `s${n}`,
  before: { version: n },
  after: { version: n + 1, outbox: outboxHolding(events) },
});

/** A stream record whose outbox has an invalid form. */
const unreadable = (n: number, outbox: unknown = { events: 7 }): StreamChange => ({
  sequenceNumber: `s${n}`,
  before: { version: n },
  after: { pk: `order#${n}`, version: n + 1, outbox },
});

const setUp = (resultOf: (event: QueueMessage) => PublishResult = () => ({ outcome: 'published' })) => {
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
    eventsOf: outboxEvents,
  });
  return { calls, dead, run };
};

const refused = { outcome: 'refused', code: 'MalformedDetail', reason: 'no' } as const;
const failed = { outcome: 'failed', code: 'ThrottlingException', reason: 'slow down' } as const;

describe('the outbox of a change', () => {
  it('is published when a new version was written, also the first', () => {
    expect(outboxEvents(change(1, event(1)))).toEqual([event(1)]);
    expect(outboxEvents({ ...change(0, event(1)), before: undefined })).toEqual([event(1)]);
  });

  it('gives all its events the time and the trace of the change', () => {
    expect(outboxEvents(change(1, event(1), event(2)))).toEqual([event(1), event(2)]);
  });

  it('is not published again by a write that kept the version, or by a deletion', () => {
    const outbox = outboxHolding([event(1)]);
    const again = { sequenceNumber: 's', before: { version: 2 }, after: { version: 2, outbox } };
    expect(outboxEvents(again)).toEqual([]);
    const before = { version: 2, outbox };
    expect(outboxEvents({ sequenceNumber: 's', before, after: undefined })).toEqual([]);
    expect(outboxEvents({ sequenceNumber: 's', before: undefined, after: { productId: 'x' } })).toEqual([]);
  });
});

describe('the outbox that a new version was left without', () => {
  const outbox = outboxHolding([event(1)])!;
  const before = { version: 1, outbox };

  it.each([
    ['empty', { version: 2, outbox: { ...outbox, events: [] } }],
    ['removed', { version: 2 }],
  ])('%s: what it held before is not published again', (_, after) => {
    expect(outboxEvents({ sequenceNumber: 's', before, after })).toEqual([]);
  });
});

describe('an outbox that cannot be read', () => {
  const outbox = outboxHolding([event(1)])!;

  it.each([
    ['no object', 'text'],
    ['null', null],
    ['a list of messages', [event(1)]],
    ['without events', { ...outbox, events: undefined }],
    ['with another time', { ...outbox, at: 'yesterday' }],
    ['without a correlation id', { ...outbox, correlationId: undefined }],
    ['with an empty causation id', { ...outbox, causationId: '' }],
    ['with an event without a type', { ...outbox, events: [{ id: 'E:1', data: {} }] }],
    ['with an event without an id', { ...outbox, events: [{ type: 'E', id: '', data: {} }] }],
  ])('is an error that names the item: %s', (_, given) => {
    expect(() => outboxEvents(unreadable(1, given))).toThrow('The outbox of order#1 cannot be read');
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

  it('sends events that the bus permanently refuses to the dead letters with their cause, and goes on', async () => {
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
      eventsOf: outboxEvents,
    });
    expect(await run([change(1, event(1))])).toMatchObject({ published: [], resumeAt: 's1' });
  });

  it('resumes at a refused event whose dead letter cannot be written', async () => {
    const failure = new Error('no queue');
    const run = relay({
      bus: {
        publish: async (events) =>
          events.map(({ id }) => (id === 'E:1' ? { outcome: 'published' } : refused)),
      },
      deadLetters: { send: () => Promise.reject(failure) },
      eventsOf: outboxEvents,
    });
    expect(await run([change(1, event(1)), change(2, event(2))])).toEqual({
      published: [event(1)],
      refused: [],
      resumeAt: 's2',
      failure,
    });
  });

  it('keeps what earlier calls have published when a call fails, and resumes at the first event of that call', async () => {
    const failure = new Error('no bus');
    const run = relay({
      bus: {
        publish: async (events) => {
          if (events[0]!.id !== 'E:0') throw failure;
          return events.map(() => ({ outcome: 'published' }));
        },
      },
      deadLetters: { send: async () => undefined },
      eventsOf: outboxEvents,
    });
    const changes = Array.from({ length: 25 }, (_, n) => change(n, event(n)));
    const { published, ...rest } = await run(changes);
    expect(rest).toEqual({ refused: [], resumeAt: 's10', failure });
    expect(published).toEqual(changes.slice(0, 10).map((_, n) => event(n)));
  });

  it('publishes what comes before an outbox that cannot be read, and stops there', async () => {
    const { calls, dead, run } = setUp();
    const changes = [change(1, event(1)), change(2, event(2)), unreadable(3), change(4, event(4))];
    const result = await run(changes);
    expect(calls).toEqual([['E:1', 'E:2']]);
    expect(result).toEqual({
      published: [event(1), event(2)],
      refused: [],
      resumeAt: 's3',
      unreadable: expect.objectContaining({ message: 'The outbox of order#3 cannot be read' }),
    });
    expect(dead).toEqual([]);
  });

  it('publishes nothing when the first outbox cannot be read', async () => {
    const { calls, run } = setUp();
    expect(await run([unreadable(1), change(2, event(2))])).toMatchObject({ published: [], resumeAt: 's1' });
    expect(calls).toEqual([]);
  });

  it('resumes at a failed event that comes before an outbox that cannot be read', async () => {
    const { run } = setUp(({ id }) => (id === 'E:2' ? failed : { outcome: 'published' }));
    const result = await run([change(1, event(1)), change(2, event(2)), unreadable(3)]);
    expect(result).toEqual({ published: [event(1)], refused: [], resumeAt: 's2' });
  });

  it('gives up refused events that come before an outbox that cannot be read', async () => {
    const { dead, run } = setUp(() => refused);
    expect(await run([change(1, event(1)), unreadable(2)])).toMatchObject({
      refused: [{ id: 'E:1' }],
      resumeAt: 's2',
      unreadable: expect.any(Error),
    });
    expect(dead).toEqual([['E:1', 'MalformedDetail']]);
  });
});
