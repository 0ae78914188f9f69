const forbidden = (what: string) => (): never => {
  throw new Error(`${what} was called within the simulation: pass the clock, ids or chance in`);
};

/** The timers that this engine has. A browser has no `setImmediate`. */
const timers = (['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'] as const).filter(
  (name) => name in globalThis,
);

const RealDate = Date;

/** A `Date` whose constructor throws without an argument, because it would then read the machine's clock. */
class GuardedDate extends RealDate {
  constructor(instant?: number | string) {
    if (instant === undefined) forbidden('new Date()')();
    super(instant as number);
  }

  static override now = forbidden('Date.now');
}

/**
 * Makes the machine's clock (`Date`), its random numbers (`Math` and `crypto`) and its timers throw, so that only the
 * seed determines what the simulated code does.
 * @returns a function that removes the guard.
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
