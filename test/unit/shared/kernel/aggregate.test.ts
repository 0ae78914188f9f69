import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../../../shared/errors.ts';
import {
  accept,
  aggregate,
  type Aggregate,
  type Decision,
  type Publish,
  reject,
  type Stored,
} from '../../../../shared/kernel/aggregate.ts';
import type { Pause } from '../../../../shared/kernel/contention.ts';
import { type Outbox, outboxOf } from '../../../../shared/kernel/messages.ts';

interface Counter {
  readonly status: 'open' | 'closed' | 'tombstone';
  readonly count: number;
}
type Added = 'added' | 'noted';

const NOW = '2026-03-01T09:00:00.000Z';
const LATER = '2026-03-01T09:00:01.000Z';
const trace = { correlationId: 'correlation-1', causationId: 'cause-1' };

const add = (state: Counter): Decision<Added, 'full'> =>
  state.count < 100 ? accept('added') : reject('full');
const addAlways = () => accept<Added>('added');
const refusals = {
  full: (state: Counter) => new AppError('unprocessable', 'thing.too-full', `It holds ${state.count}`),
};

/** Publishes an event for each `added`, with the version and state that `publish` was called with. */
const publish: Publish<Counter, Added> = (events, { state, version, trace: given, at }) =>
  outboxOf(
    at,
    given,
    events
      .filter((event) => event === 'added')
      .map((event) => ({ type: event, id: `thing:${version}`, data: state })),
  );

interface Save {
  readonly count: number;
  readonly version: number;
  readonly outbox: Outbox | undefined;
}

/** A counter in memory. The first `lostRaces` saves conflict, because each time another writer has just added 10. */
const counter = (
  lostRaces: number,
  {
    first,
    isTaken = false,
    pause,
  }: { readonly first?: Counter; readonly isTaken?: boolean; readonly pause?: Pause } = {},
) => {
  let stored: Stored<Counter> | undefined = { state: first ?? { status: 'open', count: 0 }, version: 1 };
  let lost = 0;
  let ticks = 0;
  const saves: Save[] = [];
  const inserts: (readonly [Counter, Outbox | undefined])[] = [];
  const things: Aggregate<Counter, Added> = aggregate<Counter, Added>({
    noun: 'thing',
    store: {
      load: async (id) => (id === 'one' ? stored : undefined),
      insert: async (state, outbox) => {
        inserts.push([state, outbox]);
        return isTaken ? 'exists' : 'inserted';
      },
      save: async (next, version, outbox) => {
        if (lost < lostRaces) {
          lost += 1;
          const count = (stored?.state.count ?? 0) + 10;
          stored = { state: { status: 'open', count }, version: version + 1 };
          return 'conflict';
        }
        saves.push({ count: next.count, version, outbox });
        stored = { state: next, version: version + 1 };
        return 'saved';
      },
    },
    evolve: (state, event) => (event === 'added' ? { ...state, count: state.count + 1 } : state),
    publish,
    now: () => ((ticks += 1) === 1 ? NOW : LATER),
    isTombstone: ({ status }) => status === 'tombstone',
    ...(pause === undefined ? {} : { pause }),
  });
  return {
    things,
    saves,
    inserts,
    change: (decide: (state: Counter, at: string) => Decision<Added, 'full'> = add) =>
      things.change('one', trace, decide),
    changeOrFail: (decide: (state: Counter) => Decision<Added, 'full'> = add) =>
      things.changeOrFail('one', trace, decide, refusals),
    remove: () => {
      stored = undefined;
    },
  };
};

describe('a change', () => {
  it('is decided again on the newer state after each lost race', async () => {
    const racing = counter(3);
    expect(await racing.change()).toMatchObject({ outcome: 'accepted', state: { count: 31 } });
    expect(racing.saves.map(({ count }) => count)).toEqual([31]);
  });

  it('is refused when the newer state forbids it', async () => {
    const racing = counter(10);
    expect(await racing.change()).toMatchObject({
      outcome: 'rejected',
      reason: 'full',
      state: { count: 100 },
    });
    expect(racing.saves).toEqual([]);
  });

  it('survives 11 lost races, and is unavailable after 12', async () => {
    expect(await counter(11).change(addAlways)).toMatchObject({ outcome: 'accepted' });
    await expect(counter(12).change(addAlways)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'contention',
    });
  });

  it('pauses after each lost race, and not before the first try', async () => {
    const pauses: number[] = [];
    const pause = async (attempt: number) => void pauses.push(attempt);
    await counter(0, { pause }).change(addAlways);
    expect(pauses).toEqual([]);
    await counter(3, { pause }).change(addAlways);
    expect(pauses).toEqual([1, 2, 3]);
  });

  it('gives up as unavailable when races are lost without end', async () => {
    await expect(counter(1000).change(addAlways)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'contention',
    });
  });

  it('without events writes nothing', async () => {
    const quiet = counter(0);
    expect(await quiet.change(() => accept())).toMatchObject({ outcome: 'accepted', events: [] });
    expect(quiet.saves).toEqual([]);
  });

  it('of something that does not exist changes nothing', async () => {
    const { things, saves } = counter(0);
    expect(await things.change('another', trace, add)).toEqual({ outcome: 'missing' });
    expect(saves).toEqual([]);
  });

  it('publishes with the new version, the new state, the trace and the time of the decision', async () => {
    const { change, saves } = counter(0);
    const times: string[] = [];
    await change((_, at) => {
      times.push(at);
      return accept<Added>('added', 'added', 'noted');
    });
    const event = { type: 'added', id: 'thing:2', data: { status: 'open', count: 2 } };
    expect(times).toEqual([NOW]);
    expect(saves).toEqual([{ count: 2, version: 1, outbox: { at: NOW, ...trace, events: [event, event] } }]);
  });

  it('publishes after a lost race what was decided last, at the time of that decision', async () => {
    const { change, saves } = counter(1);
    await change();
    expect(saves).toMatchObject([
      { version: 2, outbox: { at: LATER, events: [{ id: 'thing:3', data: { count: 11 } }] } },
    ]);
  });

  it('is saved without an outbox when its events are not published', async () => {
    const { change, saves } = counter(0);
    await change(() => accept<Added>('noted'));
    expect(saves).toEqual([{ count: 0, version: 1, outbox: undefined }]);
  });

  it('treats a tombstone as any other state', async () => {
    const { change } = counter(0, { first: { status: 'tombstone', count: 0 } });
    expect(await change()).toMatchObject({ outcome: 'accepted', state: { count: 1 } });
  });
});

describe('a change whose caller needs a result', () => {
  it('answers the state after the change', async () => {
    expect(await counter(0).changeOrFail()).toEqual({ status: 'open', count: 1 });
  });

  it('fails with the error that the table has for the reason, made from the state that refused', async () => {
    const full = counter(0, { first: { status: 'closed', count: 100 } });
    await expect(full.changeOrFail()).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'thing.too-full',
      message: 'It holds 100',
    });
    expect(full.saves).toEqual([]);
  });

  it('fails with the code for a missing aggregate when there is none', async () => {
    const gone = counter(0);
    gone.remove();
    await expect(gone.changeOrFail()).rejects.toMatchObject({
      kind: 'not-found',
      code: 'thing.not-found',
      message: 'There is no such thing',
    });
  });

  it.each<readonly [string, (state: Counter) => Decision<Added, 'full'>]>([
    ['ignores the command', () => accept()],
    ['refuses the command', () => reject('full')],
  ])('fails in the same way for a tombstone that %s', async (_, decide) => {
    const dead = counter(0, { first: { status: 'tombstone', count: 0 } });
    await expect(dead.changeOrFail(decide)).rejects.toMatchObject({ code: 'thing.not-found' });
  });

  it('passes on that too many races were lost', async () => {
    await expect(counter(1000).changeOrFail(addAlways)).rejects.toMatchObject({ code: 'contention' });
  });
});

describe('the creation of an aggregate', () => {
  const first: Counter = { status: 'open', count: 5 };

  it('stores the state with its first events, which have version 1', async () => {
    const { things, inserts } = counter(0);
    expect(await things.create(first, trace, ['added'])).toBe('inserted');
    const event = { type: 'added', id: 'thing:1', data: first };
    expect(inserts).toEqual([[first, { at: NOW, ...trace, events: [event] }]]);
  });

  it.each([[[]], [['noted']]] as const)('has no outbox when it publishes nothing: %j', async (events) => {
    const { things, inserts } = counter(0);
    await things.create(first, trace, events);
    expect(inserts).toEqual([[first, undefined]]);
  });

  it('tells that the id is taken', async () => {
    expect(await counter(0, { isTaken: true }).things.create(first, trace)).toBe('exists');
  });

  it('can be loaded with its version', async () => {
    const { things } = counter(0);
    expect(await things.load('one')).toEqual({ state: { status: 'open', count: 0 }, version: 1 });
  });
});
