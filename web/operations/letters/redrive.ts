import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { bodyOf, type components } from '../../../client/index.ts';
import { ownApi, resultOf, type Result } from '../../common/calls.ts';
import { failureOf, type Failure } from '../../common/failure.ts';
import { follow } from '../../common/follow.ts';
import { stored } from '../../common/stored.ts';
import { learnAdmin, role } from '../parts/role.ts';
import { lettersOf, notMoved, readBatches, withBatch, type DeadLetters, type Letter } from './letters.ts';

/** The dead letters as they were listed last, and why they could not be listed since. */
const listed = signal<{
  readonly value: DeadLetters | undefined;
  readonly failure: Failure | undefined;
}>({ value: undefined, failure: undefined });

/** What was sent back from this browser, newest first. */
export const batches = stored('orderly.operations.redriven', readBatches);

let turn: Promise<unknown> = Promise.resolve();

/** One call at a time: a listing hides messages for a moment, so a redrive at the same time would not find them. */
const inTurn = <Value>(call: () => Promise<Value>): Promise<Value> => {
  const mine = turn.then(call, call);
  turn = mine.catch(() => undefined);
  return mine;
};

/** How often they are listed, in milliseconds, and how often for a minute after some were sent back. */
const PAUSE_MS = 20_000;
const WATCHING_MS = 5000;
const WATCH_FOR_MS = 60_000;

const pauseNow = (): number => {
  const last = batches.value[0]?.at;
  return last !== undefined && Date.now() - Date.parse(last) < WATCH_FOR_MS ? WATCHING_MS : PAUSE_MS;
};

/** Grows when dead letters were sent back, so that they are listed anew at once. */
const sendings = signal(0);

/** Lists the dead letters of all queues again and again. @returns stops it */
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

/** The dead letters, listed again and again. @param mayList false for people whom the API would refuse */
export const useLetters = (mayList: boolean): typeof listed.value => {
  const round = sendings.value;
  useEffect(() => (mayList ? followLetters() : undefined), [mayList, round]);
  return listed.value;
};

/** The dead letters of an answer, without those that were sent back from this browser. None before the first answer. */
export const waitingLetters = (found: DeadLetters | undefined): readonly Letter[] =>
  found === undefined ? [] : notMoved(lettersOf(found), batches.value);

/** The dead letters as they were listed last. */
export const listedLetters = (): DeadLetters | undefined => listed.value.value;

/** Lists them now. */
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

/** What became of dead letters that were to be sent back. */
export interface Outcome {
  readonly moved: number;
  readonly refused: Redrive['failed'];
  /** No longer there: somebody else sent them back, or deleted them. */
  readonly notFound: number;
}

/**
 * Sends dead letters back to where they came from, queue by queue. Repeating it is harmless, because a message that was
 * sent back is not found any more.
 * @returns the failure of the first call that failed. What was moved before is remembered in `batches`.
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
