import { useEffect, useRef, useState } from 'preact/hooks';
import { ownApi, resultOf } from '../../common/calls.ts';
import { failureOf, type Failure } from '../../common/failure.ts';
import { follow } from '../../common/follow.ts';
import { watch } from '../../common/live.ts';
import { tagged } from '../../common/tagged.ts';
import { learnStaff } from '../parts/role.ts';
import { queryFor, type Filter } from './filter.ts';
import { firstPage, settle, withNews, withOlder, type LiveList, type Page } from './live-list.ts';

const LIMIT = 50;
const PAUSE_MS = 4000;

/** The orders that match a filter, requested again every few seconds. */
export interface Orders {
  /** Undefined until the first response. */
  readonly list: LiveList | undefined;
  readonly failure: Failure | undefined;
  readonly again: () => void;
  readonly showNew: () => void;
  readonly loadOlder: () => Promise<void>;
}

/**
 * Requests the first page repeatedly.
 * @param isFree whether rows may move now, because nobody reads or uses them
 */
export const useOrders = (filter: Filter, isFree: () => boolean): Orders => {
  const [list, setList] = useState<LiveList>();
  const [failure, setFailure] = useState<Failure>();
  const [round, setRound] = useState(0);
  const key = queryFor(filter);
  const currentKey = useRef(key);
  currentKey.current = key;

  useEffect(() => {
    setList(undefined);
    setFailure(undefined);
  }, [key]);

  useEffect(() => {
    let signal: AbortSignal | undefined;
    const ask = tagged<Page>((headers) =>
      ownApi.GET('/insights/orders', {
        params: { query: { ...filter, limit: LIMIT } },
        headers,
        cache: 'no-store',
        ...(signal && { signal }),
      }),
    );
    return follow<Page>(
      (given) => {
        signal = given;
        return ask();
      },
      ({ value, failure: error }) => {
        const problem = error === undefined ? undefined : failureOf(error, navigator.onLine);
        learnStaff(problem);
        setFailure(problem);
        if (value === undefined) return;
        setList((before) => {
          if (before === undefined) return firstPage(value);
          const next = withNews(before, value);
          return isFree() ? settle(next) : next;
        });
      },
      () => PAUSE_MS,
      { watch: watch({ to: 'operations' }) },
    );
  }, [key, round]);

  return {
    list,
    failure,
    again: () => setRound((before) => before + 1),
    showNew: () => setList((before) => before && settle(before)),
    loadOlder: async () => {
      if (list?.nextCursor === undefined) return;
      const query = { ...filter, limit: LIMIT, cursor: list.nextCursor };
      const result = await resultOf(ownApi.GET('/insights/orders', { params: { query } }));
      // Ignores the response if another filter was chosen meanwhile.
      if (currentKey.current !== key) return;
      setFailure(result.ok ? undefined : result.failure);
      if (result.ok) setList((before) => before && withOlder(before, result.value));
    },
  };
};
