import { useEffect, useState } from 'preact/hooks';
import { bodyOf } from '../../../client/index.ts';
import { ownApi } from '../../common/calls.ts';
import { failureOf, type Failure } from '../../common/failure.ts';
import { follow } from '../../common/follow.ts';
import { watch } from '../../common/live.ts';
import { learnStaff } from '../parts/role.ts';
import { dayAfter, type Day } from './day.ts';

/** The figures of a day and of the day before it. */
export interface Days {
  readonly day: Day;
  readonly before: Day;
}

const figuresOf = (day: string, signal: AbortSignal): Promise<Day> =>
  bodyOf(ownApi.GET('/insights/days/{day}', { params: { path: { day } }, signal, cache: 'no-store' }));

/**
 * Repeatedly requests the figures of a day and of the day before. Orders of past days seldom change, so the page
 * requests their figures less often.
 */
export const useDay = (day: string, isToday: boolean) => {
  const [state, setState] = useState<{
    readonly value: Days | undefined;
    readonly failure: Failure | undefined;
  }>({
    value: undefined,
    failure: undefined,
  });
  const [round, setRound] = useState(0);
  useEffect(() => {
    setState({ value: undefined, failure: undefined });
    return follow<Days>(
      async (signal) => {
        const [current, before] = await Promise.all([
          figuresOf(day, signal),
          figuresOf(dayAfter(day, -1), signal),
        ]);
        return { day: current, before };
      },
      ({ value, failure: error }) => {
        const failure = error === undefined ? undefined : failureOf(error, navigator.onLine);
        learnStaff(failure);
        setState({ value, failure });
      },
      () => (isToday ? 10_000 : 120_000),
      isToday ? { watch: watch({ to: 'operations' }) } : {},
    );
  }, [day, isToday, round]);
  return { ...state, again: () => setRound((one) => one + 1) };
};
