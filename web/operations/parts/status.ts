import { signal } from '@preact/signals';
import type { components } from '../../../client/index.ts';
import { bodyOf } from '../../../client/index.ts';
import { ownApi } from '../../common/calls.ts';
import { failureOf, type Failure } from '../../common/failure.ts';
import { follow } from '../../common/follow.ts';
import { learnAdmin, role } from './role.ts';

export type Status = components['schemas']['Status'];

/** The last known state of the platform, and why a later request for the state failed. */
export const platform = signal<{
  readonly status: Status | undefined;
  readonly failure: Failure | undefined;
  readonly at: string | undefined;
}>({ status: undefined, failure: undefined, at: undefined });

/**
 * Requests the state of the platform repeatedly. Only administrators may read this state.
 * @param pauseMs the pause between two requests. For each request, CloudWatch charges for some metrics.
 * @returns a function that stops the requests
 */
export const followStatus = (pauseMs: number): (() => void) =>
  follow<Status>(
    async (signal) => bodyOf(ownApi.GET('/ops/status', { signal, cache: 'no-store' })),
    ({ value, failure: error }) => {
      const failure = error === undefined ? undefined : failureOf(error, navigator.onLine);
      learnAdmin(failure);
      platform.value =
        failure === undefined
          ? { status: value, failure, at: new Date().toISOString() }
          : { ...platform.value, failure };
    },
    () => (role.value === 'staff' || role.value === 'none' ? undefined : pauseMs),
  );
