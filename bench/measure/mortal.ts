import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The worker that a client belongs to is dead: nothing that it wanted to send was sent. */
export class WorkerDied extends Error {
  override name = 'WorkerDied';
}

/** Decides when a worker dies. */
export interface Mortality {
  /** Lets the worker die instead of its call number `calls` + 1; whatever it sends afterwards is not sent either. */
  dieAfter(calls: number): void;
  /** A new worker takes its place, which does not die. @returns whether the old one had died. */
  revive(): boolean;
}

/**
 * Makes a client's worker mortal: between any two of its calls, also when several are under way at a time, it can be gone,
 * as a function that is killed or times out.
 */
export const mortal = ({ middlewareStack }: Pick<DynamoDBClient, 'middlewareStack'>): Mortality => {
  let left = Infinity;
  let dead = false;
  middlewareStack.add(
    (next) => async (args) => {
      dead ||= left <= 0;
      if (dead) throw new WorkerDied('The worker died before this call');
      left -= 1;
      return next(args);
    },
    { step: 'initialize', name: 'mortality', override: true },
  );
  return {
    dieAfter: (calls) => {
      left = calls;
    },
    revive: () => {
      const died = dead;
      left = Infinity;
      dead = false;
      return died;
    },
  };
};
