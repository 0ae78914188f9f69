import { statusOf, type OrderStatus } from '../parts/words.ts';

/** Which orders are listed. The address of the page holds it, so a list can be bookmarked and sent to somebody. */
export interface Filter {
  readonly status?: OrderStatus;
  /** A day in UTC, such as `2026-03-01`. */
  readonly day?: string;
  readonly customerId?: string;
  /** An order's id, or a correlation id. */
  readonly text?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the filter of an address. Leaves out what the API would refuse. */
export const filterFrom = (query: Readonly<Record<string, string | undefined>>): Filter => {
  const status = statusOf(query['status'] ?? '');
  const day = query['day'] ?? '';
  const customerId = query['customer']?.trim() ?? '';
  const text = query['text']?.trim() ?? '';
  return {
    ...(status === undefined ? {} : { status }),
    ...(DAY.test(day) ? { day } : {}),
    ...(customerId === '' ? {} : { customerId }),
    ...(text === '' ? {} : { text }),
  };
};

/** The query of the address with this filter: `?status=PAID`, or nothing. */
export const queryFor = ({ status, day, customerId, text }: Filter): string => {
  const query = new URLSearchParams({
    ...(text === undefined ? {} : { text }),
    ...(status === undefined ? {} : { status }),
    ...(day === undefined ? {} : { day }),
    ...(customerId === undefined ? {} : { customer: customerId }),
  }).toString();
  return query === '' ? '' : `?${query}`;
};

/** True if nothing is left out of the list. */
export const isEverything = (filter: Filter): boolean => Object.keys(filter).length === 0;
