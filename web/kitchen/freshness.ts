import type { Failure } from '../common/failure.ts';
import { duration } from './age.ts';

/** The board counts as out of date after this time without a successful response, in milliseconds. */
const SILENCE_MS = 8000;

/** What the board shows if it is not up to date. */
export interface Staleness {
  readonly title: string;
  readonly text: string;
}

const reasonOf = (failure: Failure | undefined, online: boolean): string => {
  if (!online) return 'This tablet is offline.';
  switch (failure?.kind) {
    case 'offline':
      return 'This tablet is offline.';
    case 'busy':
      return 'The system is very busy.';
    case 'refused':
      return failure.detail;
    case 'signed-out':
      return 'Your sign-in has ended.';
    case 'no-answer':
    case undefined:
      return 'There is no answer.';
  }
};

/**
 * What the board shows if it is out of date. Undefined if it is up to date.
 * @param at when the last successful response arrived, in milliseconds
 */
export const stalenessOf = (
  { at, failure }: { readonly at: number | undefined; readonly failure: Failure | undefined },
  { now, online, signedIn }: { readonly now: number; readonly online: boolean; readonly signedIn: boolean },
): Staleness | undefined => {
  if (at === undefined) return undefined;
  const silence = Math.max(0, now - at);
  if (online && signedIn && silence < SILENCE_MS) return undefined;
  const age = `You see the board of ${duration(Math.floor(silence / 1000))} ago.`;
  if (!signedIn) return { title: 'Your sign-in has ended.', text: `${age} Sign in again to go on.` };
  return { title: reasonOf(failure, online), text: `${age} It updates itself as soon as it can.` };
};
