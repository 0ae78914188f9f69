import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { follow, type FollowOptions, type Watch } from '../../../../web/common/follow.ts';
import { passTime, stopTime } from '../../../support/stopped-time.ts';

/** The parts of a browser's page that `follow` uses. */
const page = Object.assign(new EventTarget(), { hidden: false });
const browser = globalThis as unknown as Record<string, unknown>;

beforeEach(() => {
  stopTime();
  page.hidden = false;
  browser['document'] = page;
  const window = new EventTarget();
  browser['addEventListener'] = window.addEventListener.bind(window);
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  for (const name of ['document', 'addEventListener']) delete browser[name];
});

const PAUSE = 2000;

/** Follows a number that grows with each request. `push` acts as a push from the server. */
const followed = (options: FollowOptions = {}) => {
  const world = { asked: 0, fails: false, isLive: false, stopped: false, isOver: false };
  let push = (): void => undefined;
  let lose = (): void => undefined;
  let answer: (() => void) | undefined;
  const watch: Watch = (changed, lost) => {
    push = () => {
      world.isLive = true;
      changed();
    };
    lose = () => {
      world.isLive = false;
      lost();
    };
    return { isLive: () => world.isLive, stop: () => (world.stopped = true) };
  };
  const shown: unknown[] = [];
  const stop = follow<number>(
    async () => {
      world.asked += 1;
      const mine = world.asked;
      if (answer !== undefined) await new Promise<void>((resolve) => (answer = resolve));
      if (world.fails) throw new Error('No answer');
      return mine;
    },
    ({ value, failure }) => shown.push(failure === undefined ? value : 'failed'),
    () => (world.isOver ? undefined : PAUSE),
    { watch, ...options },
  );
  return {
    world,
    shown,
    stop,
    push: () => push(),
    lose: () => lose(),
    /** Lets requests wait until `answerNow`. */
    hold: () => {
      answer = () => undefined;
    },
    answerNow: () => {
      const waiting = answer;
      answer = undefined;
      waiting?.();
    },
  };
};

describe('without pushes', () => {
  it('asks again after each pause, and rarely after failures', async () => {
    const { world, shown, stop } = followed();
    await passTime(2 * PAUSE);
    expect(world.asked).toBe(3);
    world.fails = true;
    await passTime(PAUSE + 2 * PAUSE);
    expect(shown).toEqual([1, 2, 3, 'failed', 'failed']);
    await passTime(4 * PAUSE - 1);
    expect(world.asked).toBe(5);
    stop();
  });
});

describe('with pushes', () => {
  it('asks at once after a push, twice more soon, and then rarely', async () => {
    const { world, push, stop } = followed();
    await passTime(1000);
    push();
    await passTime(0);
    expect(world.asked).toBe(2);
    await passTime(1000);
    expect(world.asked).toBe(3);
    await passTime(3000);
    expect(world.asked).toBe(4);
    await passTime(29_999);
    expect(world.asked).toBe(4);
    await passTime(1);
    expect(world.asked).toBe(5);
    stop();
    expect(world.stopped).toBe(true);
  });

  it('polls as usual as soon as pushes no longer arrive', async () => {
    const { world, push, lose, stop } = followed({ safetyMs: 60_000 });
    await passTime(1000);
    push();
    await passTime(20_000);
    const before = world.asked;
    lose();
    await passTime(PAUSE);
    expect(world.asked).toBe(before + 1);
    stop();
  });

  it('asks once for many pushes within half a second', async () => {
    const { world, push, stop } = followed();
    await passTime(1000);
    for (let n = 0; n < 20; n += 1) {
      push();
      await passTime(10);
    }
    expect(world.asked).toBe(2);
    await passTime(300);
    expect(world.asked).toBe(3);
    stop();
  });

  it('asks again if a push arrives during a request, and never twice at a time', async () => {
    const { world, push, hold, answerNow, shown, stop } = followed();
    await passTime(0);
    hold();
    await passTime(PAUSE);
    expect(world.asked).toBe(2);
    push();
    await passTime(5000);
    expect(world.asked).toBe(2);
    answerNow();
    await passTime(0);
    expect(shown).toEqual([1, 2, 3]);
    stop();
  });

  it('asks nothing while the page is hidden, or when the value can no longer change', async () => {
    const { world, push, stop } = followed();
    await passTime(1000);
    page.hidden = true;
    page.dispatchEvent(new Event('visibilitychange'));
    push();
    await passTime(60_000);
    expect(world.asked).toBe(1);
    page.hidden = false;
    page.dispatchEvent(new Event('visibilitychange'));
    await passTime(0);
    expect(world.asked).toBe(2);
    world.isOver = true;
    await passTime(PAUSE);
    expect([world.asked, world.stopped]).toEqual([3, true]);
    push();
    await passTime(60_000);
    expect(world.asked).toBe(3);
    stop();
  });
});
