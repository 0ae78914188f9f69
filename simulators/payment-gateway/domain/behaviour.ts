/** How the gateway misbehaves. `{}` is good behaviour. It applies to all sessions until it is replaced. */
export interface Behaviour {
  /** Delays webhooks by this many seconds (0 to 900). */
  readonly delaySeconds?: number;
  /** Sends each webhook this many extra times. */
  readonly duplicate?: number;
  /** Never sends this many of the next webhooks. Counts down. */
  readonly lose?: number;
  /** Changes the order of webhooks: each waits up to `REORDER_SPREAD_SECONDS` more, at random. */
  readonly reorder?: boolean;
  /** Sends a forgery ahead of each webhook: it claims a success and has a wrong signature. */
  readonly forge?: boolean;
  /** Refuses new sessions with 402. */
  readonly refuseSessions?: boolean;
  /** Refuses refunds with 402. */
  readonly refuseRefunds?: boolean;
  /** This many of the merchant's next calls (`true`: all) take effect and then answer 504. Counts down. */
  readonly timeOutAfterActing?: number | boolean;
}

/** The fields of a behaviour that count down. */
export type Countdown = 'lose' | 'timeOutAfterActing';

/** The longest extra wait that `reorder` causes. */
export const REORDER_SPREAD_SECONDS = 3;

/** Stores the only behaviour. Each operation is one storage call. */
export interface BehaviourStore {
  /** @returns `{}` if no behaviour was ever set. */
  load(): Promise<Behaviour>;
  /** Replaces the whole behaviour. */
  save(behaviour: Behaviour): Promise<void>;
  /** Decrements a count atomically. @returns false if it was zero, or is not a count. */
  takeOne(countdown: Countdown): Promise<boolean>;
}

/** Whether the gateway misbehaves in this call. A count is decremented if it does. */
export const misbehaves = async (behaviours: BehaviourStore, countdown: Countdown): Promise<boolean> => {
  const left = (await behaviours.load())[countdown] ?? false;
  if (typeof left === 'boolean') return left;
  return left > 0 && behaviours.takeOne(countdown);
};
