/** How the gateway is to misbehave. Empty: it does not. Global: it holds for every session until it is set again. */
export interface Behaviour {
  /** Webhooks set off so many seconds late (0 to 900). */
  readonly delaySeconds?: number;
  /** Each webhook is sent so many extra times. */
  readonly duplicate?: number;
  /** The next so many webhooks are never sent; counts down. */
  readonly lose?: number;
  /** Webhooks overtake each other: each waits a random time of up to `REORDER_SPREAD_SECONDS` more. */
  readonly reorder?: boolean;
  /** Before each webhook comes another that claims a success and has a wrong signature. */
  readonly forge?: boolean;
  /** New sessions are refused with 402. */
  readonly refuseSessions?: boolean;
  /** Refunds are refused with 402. */
  readonly refuseRefunds?: boolean;
  /** The merchant's next so many calls (or all: `true`) take effect and then answer 504; a number counts down. */
  readonly timeOutAfterActing?: number | boolean;
}

/** The parts of a behaviour that are used up. */
export type Countdown = 'lose' | 'timeOutAfterActing';

/** How far `reorder` spreads webhooks. */
export const REORDER_SPREAD_SECONDS = 3;

/** Keeps the one behaviour. Each operation is one storage call. */
export interface BehaviourStore {
  /** The behaviour as it is; `{}` when none was ever set. */
  load(): Promise<Behaviour>;
  /** Replaces it as a whole. */
  save(behaviour: Behaviour): Promise<void>;
  /** Takes one off a count, atomically. False when there was nothing left: somebody else took the last one. */
  takeOne(countdown: Countdown): Promise<boolean>;
}

/** Whether the misbehaviour befalls this very call, which uses up one of its count. */
export const befalls = async (behaviours: BehaviourStore, countdown: Countdown): Promise<boolean> => {
  const left = (await behaviours.load())[countdown] ?? false;
  if (typeof left === 'boolean') return left;
  return left > 0 && behaviours.takeOne(countdown);
};
