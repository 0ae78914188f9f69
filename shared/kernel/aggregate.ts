import { AppError } from '../errors.ts';
import { type Clock, daysAfter, type ExpiresAt, type Instant } from './clock.ts';
import type { Outbox, Trace } from './messages.ts';

/**
 * The result of a rule for a command: the domain events that follow, or the reason why the command is rejected.
 * `accepted` without events means that nothing changes, for example because the command has already taken effect.
 */
export type Decision<Event, Reason extends string> =
  | { readonly outcome: 'accepted'; readonly events: readonly Event[] }
  | { readonly outcome: 'rejected'; readonly reason: Reason };

/** Accepts a command. `events` are the domain events that it causes, in order. */
export const accept = <Event>(...events: readonly Event[]): Decision<Event, never> => ({
  outcome: 'accepted',
  events,
});

/** Rejects a command. The reason is a stable code in kebab-case. */
export const reject = <Reason extends string>(reason: Reason): Decision<never, Reason> => ({
  outcome: 'rejected',
  reason,
});

/** A stored state and its version. */
export interface Stored<State> {
  readonly state: State;
  readonly version: number;
}

/** `conflict`: another writer saved a newer version first. */
export type SaveOutcome = 'saved' | 'conflict';
/** `exists`: the id is taken. */
export type InsertOutcome = 'inserted' | 'exists';

/**
 * Builds the outbox of a change, or returns `undefined` if the change publishes no events. `version` is the version
 * that the change creates.
 */
export type Publish<State, Event> = (
  events: readonly Event[],
  change: { readonly state: State; readonly version: number; readonly trace: Trace; readonly at: Instant },
) => Outbox | undefined;

/**
 * Stores the states of one kind of aggregate. `insert` and `save` also get the domain events of the change, because
 * some events require a write to further items.
 */
export interface AggregateStore<State, Event = unknown> {
  /** Reads a state with a strongly consistent read, because a decision must not be based on an old state. */
  load(id: string): Promise<Stored<State> | undefined>;
  /** Writes the state as version 1, together with its outbox, unless an item with this id exists. */
  insert(
    state: State,
    outbox: Outbox | undefined,
    expiresAt?: ExpiresAt,
    events?: readonly Event[],
  ): Promise<InsertOutcome>;
  /** Writes the state as version `version + 1`, with its outbox, if the stored version is still `version`. */
  save(
    state: State,
    version: number,
    outbox: Outbox | undefined,
    expiresAt?: ExpiresAt,
    events?: readonly Event[],
  ): Promise<SaveOutcome>;
}

/** What an aggregate is built from. */
export interface AggregateParts<State, Event> {
  /** The prefix of error codes: `order` gives `order.not-found`. */
  readonly noun: string;
  readonly store: AggregateStore<State, Event>;
  readonly evolve: (state: State, event: Event) => State;
  readonly publish: Publish<State, Event>;
  readonly now: Clock;
  /**
   * Waits before the next try, if another writer saved first. Only needed if many writers change an item at the same
   * time. If absent, the next try follows immediately.
   */
  readonly pause?: (attempt: number) => Promise<void>;
  /**
   * True for a tombstone, a record that only keeps an id from being used. `change` applies the rule to a tombstone as
   * to any state. `changeOrFail` throws `<noun>.not-found` for a tombstone.
   */
  readonly isTombstone?: (state: State) => boolean;
  /** Returns when a state that is written at `writtenAt` expires (see `expiryOf`). If absent, no state expires. */
  readonly expiresAt?: (state: State, writtenAt: Instant) => ExpiresAt | undefined;
}

/**
 * A rule that accepts or rejects a command, depending on the current state. The rule runs again if another writer saved
 * first.
 */
export type Decide<State, Event, Reason extends string> = (
  state: State,
  at: Instant,
) => Decision<Event, Reason>;

/** The result of a change. */
export type Changed<State, Event, Reason extends string> =
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'rejected'; readonly reason: Reason; readonly state: State }
  | { readonly outcome: 'accepted'; readonly state: State; readonly events: readonly Event[] };

/** The error to throw for each reason of a rejection. */
export type Refusals<State, Reason extends string> = Readonly<Record<Reason, (state: State) => AppError>>;

/**
 * Loads and changes one kind of state (an order, a payment), with optimistic concurrency and a transactional outbox.
 */
export interface Aggregate<State, Event> {
  readonly load: (id: string) => Promise<Stored<State> | undefined>;
  /** Stores a new state, and in the same write the integration events that `events` lead to. */
  create(state: State, trace: Trace, events?: readonly Event[]): Promise<InsertOutcome>;
  /**
   * Loads the state, applies a rule, and saves the result. A decision without events writes nothing.
   * @throws AppError `unavailable` if other writers saved first too many times.
   */
  change<Reason extends string>(
    id: string,
    trace: Trace,
    decide: Decide<State, Event, Reason>,
  ): Promise<Changed<State, Event, Reason>>;
  /**
   * Does what `change` does, but throws if no state has this id, or if the rule rejects the command.
   * @returns the state after the change.
   * @throws AppError `<noun>.not-found`, or the error that `refusals` has for the reason.
   */
  changeOrFail<Reason extends string>(
    id: string,
    trace: Trace,
    decide: Decide<State, Event, Reason>,
    refusals: Refusals<State, Reason>,
  ): Promise<State>;
}

/**
 * The maximum number of attempts to save a change when other writers save first. Usually few writers compete for one
 * item, so a change that loses this many races in a row shows a fault.
 */
const MAX_RACES = 12;

/**
 * Builds an aggregate. Every change of an order, erasure, payment, ticket, partner or product goes through an
 * aggregate, but only some changes of reservations do (`reservationAggregate` in the inventory service).
 */
export const aggregate = <State, Event>(parts: AggregateParts<State, Event>): Aggregate<State, Event> => {
  const { noun, store, evolve, publish, now } = parts;
  const { isTombstone = () => false, expiresAt = () => undefined, pause } = parts;

  const change = async <Reason extends string>(
    id: string,
    trace: Trace,
    decide: Decide<State, Event, Reason>,
  ): Promise<Changed<State, Event, Reason>> => {
    for (let race = 0; race < MAX_RACES; race += 1) {
      if (race > 0) await pause?.(race);
      const stored = await store.load(id);
      if (stored === undefined) return { outcome: 'missing' };
      const at = now();
      const decision = decide(stored.state, at);
      if (decision.outcome === 'rejected') {
        return { outcome: 'rejected', reason: decision.reason, state: stored.state };
      }
      const { events } = decision;
      if (events.length === 0) return { outcome: 'accepted', state: stored.state, events };
      const state = events.reduce(evolve, stored.state);
      const outbox = publish(events, { state, version: stored.version + 1, trace, at });
      const outcome = await store.save(state, stored.version, outbox, expiresAt(state, at), events);
      if (outcome === 'saved') return { outcome: 'accepted', state, events };
    }
    throw new AppError('unavailable', 'contention', 'Too many changes at once; try again shortly');
  };

  return {
    load: (id) => store.load(id),
    change,

    create: (state, trace, events = []) => {
      const at = now();
      const outbox = events.length === 0 ? undefined : publish(events, { state, version: 1, trace, at });
      return store.insert(state, outbox, expiresAt(state, at), events);
    },

    changeOrFail: async (id, trace, decide, refusals) => {
      const changed = await change(id, trace, decide);
      if (changed.outcome === 'missing' || isTombstone(changed.state)) {
        throw new AppError('not-found', `${noun}.not-found`, `There is no such ${noun}`);
      }
      if (changed.outcome === 'rejected') throw refusals[changed.reason](changed.state);
      return changed.state;
    },
  };
};

/**
 * Applies `Omit` to each member of a union, because a plain `Omit` keeps only the fields that all members have. The
 * type also lacks `status`, because the caller sets a new one.
 */
type Without<State, Name extends PropertyKey> = State extends unknown ? Omit<State, Name | 'status'> : never;

/**
 * Copies a state without the named fields. All other fields stay, even those that are added to the type later.
 */
export const without = <State extends object, Name extends PropertyKey>(
  state: State,
  names: readonly Name[],
): Without<State, Name> => {
  const dropped: readonly string[] = names.map(String);
  return Object.fromEntries(Object.entries(state).filter(([name]) => !dropped.includes(name))) as Without<
    State,
    Name
  >;
};

/**
 * Builds the rule for when a state expires: `keepDays` after the last write, if the written state is over (`isOver`). A
 * state that is not over never expires.
 * @param isOver true if nothing has to happen to the state any more
 */
export const expiryOf =
  <State>(keepDays: number, isOver: (state: State) => boolean) =>
  (state: State, writtenAt: Instant): ExpiresAt | undefined =>
    isOver(state) ? daysAfter(writtenAt, keepDays) : undefined;
