import { signal } from '@preact/signals';
import type { components } from '../../../client/index.ts';
import { bodyOf } from '../../../client/index.ts';
import { ownApi } from '../../common/calls.ts';
import { failureOf, type Failure } from '../../common/failure.ts';
import { follow } from '../../common/follow.ts';
import { learnAdmin, role } from './role.ts';

export type Status = components['schemas']['Status'];

/** The state of the platform as it was read last, and why it could not be read since. */
export const platform = signal<{
  readonly status: Status | undefined;
  readonly failure: Failure | undefined;
  readonly at: string | undefined;
}>({ status: undefined, failure: undefined, at: undefined });

/**
 * Reads the state of the platform again and again, for administrators.
 * @param pauseMs between two reads. Each costs some metrics of CloudWatch.
 * @returns stops it
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
