import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Thrown instead of sending a request, because the worker of this client is simulated as dead. */
export class WorkerDied extends Error {
  override name = 'WorkerDied';
}

/** Decides when a worker dies. */
export interface Mortality {
  /** Lets the worker die after this many requests. No later request is sent. */
  dieAfter(calls: number): void;
  /** Replaces the worker with one that does not die. Returns whether the old worker had died. */
  revive(): boolean;
}

/**
 * Lets a client's worker die between two requests, even while other requests are in progress. This simulates a function
 * that is killed or times out.
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
