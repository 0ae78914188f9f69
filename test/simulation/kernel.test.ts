import { describe, expect, it } from '@jest/globals';
import { createAgenda } from './kernel/agenda.ts';
import { guardAgainstTheMachine } from './kernel/guard.ts';
import { createFaults, noFaults } from './kernel/faults.ts';
import { createKernel, type Outcome } from './kernel/kernel.ts';
import { CALL_LIMIT_MS, createPortMaker } from './kernel/ports.ts';
import { seededRandom } from './kernel/random.ts';
import { noTrace } from './kernel/trace.ts';
import { CALL_MS, reserveOf } from '../../shared/outbound.ts';

const during = (act: () => unknown): unknown => {
  const removeGuard = guardAgainstTheMachine();
  try {
    return act();
  } finally {
    removeGuard();
  }
};

describe('the guard', () => {
  it.each<readonly [string, () => unknown]>([
    ['Date.now', () => Date.now()],
    ['new Date()', () => new Date()],
    ['Math.random', () => Math.random()],
    ['crypto.randomUUID', () => globalThis.crypto.randomUUID()],
    ['crypto.getRandomValues', () => globalThis.crypto.getRandomValues(new Uint8Array(1))],
    ['setTimeout', () => setTimeout(() => undefined, 0)],
    ['setImmediate', () => setImmediate(() => undefined)],
  ])('has %s fail', (name, act) => {
    expect(() => during(act)).toThrow(`${name} was called within the simulation`);
  });

  it('allows dates that are computed from an instant, and is removed afterwards', () => {
    expect(during(() => new Date(0).toISOString())).toBe('1970-01-01T00:00:00.000Z');
    expect(during(() => Date.parse('1970-01-01T00:00:01.000Z'))).toBe(1000);
    expect(Date.now()).toBeGreaterThan(0);
  });
});

describe('the agenda', () => {
  it('returns entries by time, and entries of the same time in the order they were added', () => {
    const agenda = createAgenda();
    const seen: string[] = [];
    for (const [at, name] of [
      [5, 'e'],
      [1, 'a'],
      [3, 'c'],
      [3, 'd'],
      [1, 'b'],
    ] as const) {
      agenda.add(at, () => seen.push(name));
    }
    for (let entry = agenda.next(); entry !== undefined; entry = agenda.next()) entry.run();
    expect(seen.join('')).toBe('abcde');
  });
});

describe('chance', () => {
  it('draws the same numbers for the same seed, and others for a fork', () => {
    const draw = (seed: number) => Array.from({ length: 8 }, () => seededRandom(seed).below(1000));
    expect(draw(42)).toEqual(draw(42));
    const [one, other] = [seededRandom(42), seededRandom(42).fork(1)];
    expect(Array.from({ length: 8 }, () => one.below(1000))).not.toEqual(
      Array.from({ length: 8 }, () => other.below(1000)),
    );
  });

  it('is spread evenly', () => {
    const random = seededRandom(7);
    const counts = [0, 0, 0, 0];
    for (let index = 0; index < 40_000; index += 1) counts[random.below(4)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

describe('the kernel', () => {
  const work = (kernel: ReturnType<typeof createKernel>, run: () => Promise<unknown>) => {
    let outcome: Outcome<unknown> | undefined;
    kernel.after(1, () =>
      kernel.start({
        name: 'work',
        cause: 'test',
        timeoutMs: 1000,
        run,
        end: (ended) => {
          outcome = ended;
        },
      }),
    );
    return () => outcome;
  };

  it('interleaves invocations at their port calls', async () => {
    const kernel = createKernel();
    const seen: string[] = [];
    const call = (ms: number) =>
      kernel.call<void>((open) => kernel.after(ms, () => open.answer(Promise.resolve())));
    for (const [name, ms] of [
      ['slow', 10],
      ['fast', 4],
    ] as const) {
      work(kernel, async () => {
        for (const step of [1, 2]) {
          await call(ms);
          seen.push(`${name} ${step}`);
        }
      });
    }
    expect(await kernel.run(100)).toBe(true);
    expect(seen).toEqual(['fast 1', 'fast 2', 'slow 1', 'slow 2']);
  });

  it('never answers a call of an invocation that has died', async () => {
    const kernel = createKernel();
    let woke = false;
    const outcome = work(kernel, async () => {
      await kernel.call<void>((open) => kernel.after(1, () => open.die()));
      woke = true;
    });
    await kernel.run(100);
    expect(outcome()).toEqual({ kind: 'died' });
    expect(woke).toBe(false);
  });

  it('reports code that waits for something other than a port', async () => {
    const kernel = createKernel();
    work(kernel, () => new Promise(() => undefined));
    await kernel.run(100);
    expect(kernel.violation()?.invariant).toBe('asynchronous-outside-ports');
  });
});

describe('a call that is never answered', () => {
  /**
   * Makes a port call in a function with this timeout. Returns the time at which the call failed, and how often the
   * call took effect.
   */
  const silentCall = async (fault: 'hang-before' | 'hang-after', timeoutMs: number) => {
    const kernel = createKernel();
    const random = seededRandom(1);
    const faults = createFaults({ ...noFaults(), [fault]: 1 }, random);
    const latency = { minMs: 1, maxDoublings: 0 };
    const ports = createPortMaker({ kernel, faults, random, latency, trace: noTrace });
    let effects = 0;
    const seen = { ms: 0, effects: 0, outcome: '' };
    kernel.after(0, () =>
      kernel.start({
        name: 'work',
        cause: 'test',
        timeoutMs,
        run: () => ports.make('store.save', 'write', async () => (effects += 1)),
        end: ({ kind }) => Object.assign(seen, { ms: kernel.elapsed(), effects, outcome: kind }),
      }),
    );
    await kernel.run(100);
    return seen;
  };

  it('is given up after the limit of the real clients', async () => {
    expect(CALL_LIMIT_MS).toBe(CALL_MS);
    expect(await silentCall('hang-before', 20_000)).toEqual({
      ms: CALL_LIMIT_MS + 1,
      effects: 0,
      outcome: 'failed',
    });
  });

  it('is given up before its function times out', async () => {
    expect(reserveOf(4_000)).toBe(1_000);
    expect(await silentCall('hang-after', 4_000)).toEqual({ ms: 3_000, effects: 1, outcome: 'failed' });
  });
});
