import { describe, expect, it } from '@jest/globals';
import { change, changeOrFail, type Stored } from '../../../../shared/kernel/change.ts';
import { accept, reject } from '../../../../shared/kernel/decision.ts';

interface Counter {
  readonly status: string;
  readonly count: number;
}

/** A counter whose first `lostRaces` saves are lost to somebody who adds 10. */
const counter = (lostRaces: number) => {
  let stored: Stored<Counter> | undefined = { state: { status: 'open', count: 0 }, version: 1 };
  let lost = 0;
  const saves: number[] = [];
  return {
    saves,
    current: () => stored?.state.count,
    steps: {
      load: async () => stored,
      decide: (state: Counter) => (state.count < 100 ? accept('added' as const) : reject('full' as const)),
      evolve: (state: Counter) => ({ ...state, count: state.count + 1 }),
      save: async (next: Counter, version: number) => {
        if (lost < lostRaces) {
          lost += 1;
          stored = {
            state: { status: 'open', count: (stored?.state.count ?? 0) + 10 },
            version: version + 1,
          };
          return 'conflict' as const;
        }
        saves.push(next.count);
        stored = { state: next, version: version + 1 };
        return 'saved' as const;
      },
    },
    remove: () => {
      stored = undefined;
    },
  };
};

describe('a change', () => {
  it('is decided again on the newer state after each lost race', async () => {
    const racing = counter(3);
    expect(await change(racing.steps)).toMatchObject({ outcome: 'accepted', state: { count: 31 } });
    expect(racing.saves).toEqual([31]);
  });

  it('is refused when the newer state forbids it', async () => {
    const racing = counter(10);
    expect(await change(racing.steps)).toMatchObject({ outcome: 'rejected', reason: 'full' });
    expect(racing.saves).toEqual([]);
  });

  it('gives up as unavailable when races are lost without end', async () => {
    const racing = counter(1000);
    const steps = { ...racing.steps, decide: () => accept('added' as const) };
    await expect(change(steps)).rejects.toMatchObject({ kind: 'unavailable', code: 'contention' });
  });

  it('without events writes nothing', async () => {
    const quiet = counter(0);
    expect(await change({ ...quiet.steps, decide: () => accept<'added'>() })).toMatchObject({
      outcome: 'accepted',
      events: [],
    });
    expect(quiet.saves).toEqual([]);
  });

  it('of something missing, or refused, is an error with a code where the caller wants one', async () => {
    const full = counter(0);
    await expect(
      changeOrFail('thing', { ...full.steps, decide: () => reject('full') }),
    ).rejects.toMatchObject({
      kind: 'conflict',
      code: 'thing.full',
      message: 'The thing is open: full',
    });
    full.remove();
    await expect(changeOrFail('thing', full.steps)).rejects.toMatchObject({ code: 'thing.not-found' });
  });
});
