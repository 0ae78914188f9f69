import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { bodyOf, type components } from '../../../client/index.ts';
import { ownApi, resultOf, type Result } from '../../common/calls.ts';
import { failureOf, type Failure } from '../../common/failure.ts';
import { follow } from '../../common/follow.ts';
import { stored } from '../../common/stored.ts';
import { learnAdmin, role } from '../parts/role.ts';
import { lettersOf, notMoved, readBatches, withBatch, type DeadLetters, type Letter } from './letters.ts';

/** The last list of dead letters, and why the last request for the list failed, if it failed. */
const listed = signal<{
  readonly value: DeadLetters | undefined;
  readonly failure: Failure | undefined;
}>({ value: undefined, failure: undefined });

/** The messages that this browser has sent back, as one batch for each request, newest first. */
export const batches = stored('orderly.operations.redriven', readBatches);

let turn: Promise<unknown> = Promise.resolve();

/**
 * Makes only one call at a time. A call that lists dead letters hides them in SQS for a moment, so a redrive at the
 * same time would not find them.
 */
const inTurn = <Value>(call: () => Promise<Value>): Promise<Value> => {
  const mine = turn.then(call, call);
  turn = mine.catch(() => undefined);
  return mine;
};

/**
 * The pause between two requests for the list, in milliseconds. For a minute after dead letters were sent back, the
 * pause is shorter.
 */
const PAUSE_MS = 20_000;
const WATCHING_MS = 5000;
const WATCH_FOR_MS = 60_000;

const pauseNow = (): number => {
  const last = batches.value[0]?.at;
  return last !== undefined && Date.now() - Date.parse(last) < WATCH_FOR_MS ? WATCHING_MS : PAUSE_MS;
};

/** Increases when dead letters were sent back, so that the page lists the dead letters again at once. */
const sendings = signal(0);

/**
 * Lists the dead letters of all queues repeatedly.
 * @returns a function that stops the requests
 */
const followLetters = (): (() => void) =>
  follow<DeadLetters>(
    (signal) => inTurn(() => bodyOf(ownApi.GET('/ops/dead-letters', { signal, cache: 'no-store' }))),
    ({ value, failure: error }) => {
      const failure = error === undefined ? undefined : failureOf(error, navigator.onLine);
      learnAdmin(failure);
      listed.value = { value: value ?? listed.value.value, failure };
    },
    () => (role.value === 'staff' ? undefined : pauseNow()),
  );

/**
 * Lists the dead letters repeatedly, and returns the last list.
 * @param mayList false for people to whom the API would not show the list. The list is then never requested
 */
export const useLetters = (mayList: boolean): typeof listed.value => {
  const round = sendings.value;
  useEffect(() => (mayList ? followLetters() : undefined), [mayList, round]);
  return listed.value;
};

/** The dead letters of a response, without those that this browser has sent back. None before the first response. */
export const waitingLetters = (found: DeadLetters | undefined): readonly Letter[] =>
  found === undefined ? [] : notMoved(lettersOf(found), batches.value);

/** The last list of dead letters. */
export const listedLetters = (): DeadLetters | undefined => listed.value.value;

/** Lists the dead letters now. */
export const listAgain = async (): Promise<void> => {
  const result = await inTurn(() => resultOf(ownApi.GET('/ops/dead-letters', { cache: 'no-store' })));
  listed.value = result.ok
    ? { value: result.value, failure: undefined }
    : { ...listed.value, failure: result.failure };
};

type Redrive = components['schemas']['Redrive'];

/** The most messages that one call moves (functions/ops/api.ts). */
const PER_CALL = 100;

const redriveSome = (queue: string, messageIds: string[]): Promise<Result<Redrive>> =>
  inTurn(() =>
    resultOf(
      ownApi.POST('/ops/dead-letters/{queue}/redrive', { params: { path: { queue } }, body: { messageIds } }),
    ),
  );

/** The result of sending dead letters back. */
export interface Outcome {
  readonly moved: number;
  readonly refused: Redrive['failed'];
  /** The number of messages that were not found, for example because somebody else sent them back or deleted them. */
  readonly notFound: number;
}

/**
 * Sends dead letters back to the queues from which they came, one queue after another. Calling this twice is harmless,
 * because a message that was sent back is not found any more.
 * @returns the outcome, or the failure of the first call that failed. In both cases, `batches` contains the messages
 *   that were moved.
 */
export const redrive = async (letters: readonly Letter[]): Promise<Result<Outcome>> => {
  let outcome: Outcome = { moved: 0, refused: [], notFound: 0 };
  for (const [queue, members = []] of Object.entries(Object.groupBy(letters, (letter) => letter.queue))) {
    for (let start = 0; start < members.length; start += PER_CALL) {
      const part = members.slice(start, start + PER_CALL);
      const result = await redriveSome(
        queue,
        part.map(({ messageId }) => messageId),
      );
      if (!result.ok) return result;
      const { moved, failed, notFound, count } = result.value;
      const code = part[0]?.code ?? 'unknown';
      batches.value = withBatch(batches.value, { at: new Date().toISOString(), queue, code, moved });
      outcome = {
        moved: outcome.moved + count,
        refused: [...outcome.refused, ...failed],
        notFound: outcome.notFound + notFound.length,
      };
    }
  }
  sendings.value += 1;
  return { ok: true, value: outcome };
};
