/** How the gateway misbehaves, for all sessions, until the behaviour is replaced. `{}` means no misbehaviour. */
export interface Behaviour {
  /** Delays webhooks by this many seconds (0 to 900). */
  readonly delaySeconds?: number;
  /** Sends each webhook this many extra times. */
  readonly duplicate?: number;
  /** Drops this many of the next webhooks. Counts down with each dropped webhook. */
  readonly lose?: number;
  /** Changes the order of webhooks: delays each by a random time of up to `REORDER_SPREAD_SECONDS`. */
  readonly reorder?: boolean;
  /** Sends a forged webhook (`forgeryOf`) with a wrong signature before each webhook. */
  readonly forge?: boolean;
  /** Responds with 402 to requests for new sessions. */
  readonly refuseSessions?: boolean;
  /** Responds with 402 to requests for new refunds. */
  readonly refuseRefunds?: boolean;
  /**
   * This many of the merchant's next calls (`true`: all) that create a session, expire a session or refund money take
   * effect but return 504. Counts down with each such call.
   */
  readonly timeOutAfterActing?: number | boolean;
}

/** The fields of a behaviour that count down. */
export type Countdown = 'lose' | 'timeOutAfterActing';

/** The longest extra delay that `reorder` causes. */
export const REORDER_SPREAD_SECONDS = 3;

/** Stores the behaviour. There is only one. Each operation is one storage call. */
export interface BehaviourStore {
  /** @returns `{}` if no behaviour was ever set. */
  load(): Promise<Behaviour>;
  /** Replaces the whole behaviour. */
  save(behaviour: Behaviour): Promise<void>;
  /** Decrements a field that counts down, atomically. Returns false if the field was 0 or is not a number. */
  takeOne(countdown: Countdown): Promise<boolean>;
}

/** Whether the gateway misbehaves in this call. If it does and the field is a number, decrements the field. */
export const misbehaves = async (behaviours: BehaviourStore, countdown: Countdown): Promise<boolean> => {
  const left = (await behaviours.load())[countdown] ?? false;
  if (typeof left === 'boolean') return left;
  return left > 0 && behaviours.takeOne(countdown);
};
