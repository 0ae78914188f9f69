import { AppError } from '../errors.ts';
import type { Decision } from './decision.ts';

/** A state as it was stored, and the version to save the next one upon. */
export interface Stored<State> {
  readonly state: State;
  readonly version: number;
}

/** One attempt to save: the version was still the one that was read, or somebody else was faster. */
export type SaveOutcome = 'saved' | 'conflict';

/** The steps of a change, each one storage call at the most. */
export interface Change<State, Event, Reason extends string> {
  readonly load: () => Promise<Stored<State> | undefined>;
  /** The rule. Runs again after each lost race, on the newer state. */
  readonly decide: (state: State) => Decision<Event, Reason>;
  readonly evolve: (state: State, event: Event) => State;
  /** Saves the next state and what it publishes in ONE write, if `version` is still the stored one. */
  readonly save: (
    next: State,
    version: number,
    events: readonly Event[],
    before: State,
  ) => Promise<SaveOutcome>;
}

/** How a change ended. */
export type Changed<State, Event, Reason extends string> =
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'rejected'; readonly reason: Reason; readonly state: State }
  | { readonly outcome: 'accepted'; readonly state: State; readonly events: readonly Event[] };

/** Each lost race means that another writer got on; so many in a row mean that something is wrong. */
const MAX_RACES = 12;

/**
 * Load, decide, save on the version; after a lost race, all again on the newer state.
 *
 * Optimistic concurrency: a decision is only ever saved upon the state it was made for.
 * A decision without events writes nothing.
 * @throws AppError `unavailable` when the race was lost too many times in a row.
 */
export const change = async <State, Event, Reason extends string>(
  steps: Change<State, Event, Reason>,
): Promise<Changed<State, Event, Reason>> => {
  for (let race = 0; race < MAX_RACES; race += 1) {
    const stored = await steps.load();
    if (stored === undefined) return { outcome: 'missing' };
    const decision = steps.decide(stored.state);
    if (decision.outcome === 'rejected') {
      return { outcome: 'rejected', reason: decision.reason, state: stored.state };
    }
    if (decision.events.length === 0) return { outcome: 'accepted', state: stored.state, events: [] };
    const next = decision.events.reduce(steps.evolve, stored.state);
    const saved = await steps.save(next, stored.version, decision.events, stored.state);
    if (saved === 'saved') return { outcome: 'accepted', state: next, events: decision.events };
  }
  throw new AppError('unavailable', 'contention', 'Too many changes at once; try again shortly');
};

/**
 * The same, for callers to whom a missing or refusing subject is an error.
 * @param noun what is changed, e.g. `order`: it begins the code of the error.
 * @returns the state after the change.
 * @throws AppError `not-found` (`order.not-found`), or `conflict` with the reason (`order.not-cancellable`).
 */
export const changeOrFail = async <State extends { readonly status: string }, Event, Reason extends string>(
  noun: string,
  steps: Change<State, Event, Reason>,
): Promise<State> => {
  const changed = await change(steps);
  switch (changed.outcome) {
    case 'accepted':
      return changed.state;
    case 'missing':
      throw new AppError('not-found', `${noun}.not-found`, `There is no such ${noun}`);
    case 'rejected': {
      const why = changed.reason.replaceAll('-', ' ');
      throw new AppError(
        'conflict',
        `${noun}.${changed.reason}`,
        `The ${noun} is ${changed.state.status}: ${why}`,
      );
    }
  }
};
