/** What a simulated world must not reach: the machine's clock, its chance and its timers. */
const forbidden = (what: string) => (): never => {
  throw new Error(`${what} was called within the simulation: pass the clock, ids or chance in`);
};

const timers = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'] as const;

const RealDate = Date;

/** `Date` for computing with instants; without an argument it would tell the machine's time, so it throws. */
class GuardedDate extends RealDate {
  constructor(instant?: number | string) {
    if (instant === undefined) forbidden('new Date()')();
    super(instant as number);
  }

  static override now = forbidden('Date.now');
}

/**
 * Has every call to the machine's clock, chance and timers fail, until the returned function is called.
 * Whatever the code under simulation does is then determined by the seed, or it fails.
 */
export const guardAgainstTheMachine = (): (() => void) => {
  const before = {
    Date: globalThis.Date,
    random: Math.random,
    getRandomValues: globalThis.crypto.getRandomValues,
    randomUUID: globalThis.crypto.randomUUID,
    timers: timers.map((name) => globalThis[name]),
  };
  globalThis.Date = GuardedDate as unknown as DateConstructor;
  Math.random = forbidden('Math.random');
  globalThis.crypto.getRandomValues = forbidden('crypto.getRandomValues');
  globalThis.crypto.randomUUID = forbidden('crypto.randomUUID');
  for (const name of timers) Object.assign(globalThis, { [name]: forbidden(name) });

  return () => {
    globalThis.Date = before.Date;
    Math.random = before.random;
    globalThis.crypto.getRandomValues = before.getRandomValues;
    globalThis.crypto.randomUUID = before.randomUUID;
    timers.forEach((name, index) => Object.assign(globalThis, { [name]: before.timers[index] }));
  };
};
