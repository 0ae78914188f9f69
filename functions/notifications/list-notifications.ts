import type { Caller } from '../../shared/kernel/caller.ts';
import type { Page, PageRequest } from '../../shared/kernel/page.ts';
import {
  orderIdIn,
  sentOf,
  type KeyedMessage,
  type MessageLog,
  type SentMessage,
} from './domain/message-log.ts';

/**
 * How many messages an order is expected to have. With this number, `listNotifications` estimates how many orders fill
 * a page. An order that has ended usually has at least two messages.
 */
const MESSAGES_OF_AN_ORDER = 2;

/**
 * The maximum number of reads for one page. Each read gets several orders. After the last read, the page contains what
 * was found so far, and a cursor.
 */
const MAX_ROUNDS = 5;

/**
 * Lists the messages that were sent to the caller, grouped by order. Orders are sorted by the time of their first
 * message, newest first. Within an order, the newest message comes first.
 *
 * A page before the last page may be short or empty, if many of the caller's orders have few or no sent messages.
 */
export const listNotifications =
  ({ log }: { readonly log: MessageLog }) =>
  async (caller: Caller, { limit, after }: PageRequest): Promise<Page<SentMessage>> => {
    const found: Listed[] = [];
    let start = positionOf(after);
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const orders = await log.sortKeysOfCustomer(caller.id, {
        limit: Math.ceil((limit - found.length) / MESSAGES_OF_AN_ORDER),
        ...(start === undefined ? {} : { after: start.sortKey }),
      });
      // If the previous page ended in the middle of an order, begin with the rest of that order's messages.
      const wanted = [...(start?.messageKey === undefined ? [] : [start.sortKey]), ...orders.items];
      found.push(...(await messagesOf(log, wanted, start)));
      const last = found[limit - 1];
      if (last !== undefined && found.length > limit) {
        return { items: viewsOf(found.slice(0, limit)), next: `${last.sortKey}${SEPARATOR}${last.key}` };
      }
      if (orders.next === undefined) return { items: viewsOf(found) };
      start = { sortKey: orders.next };
      if (found.length === limit) break;
    }
    return { items: viewsOf(found), ...(start === undefined ? {} : { next: start.sortKey }) };
  };

/** Separates an order's sort key from a message's key in a cursor. No sort key contains it. */
const SEPARATOR = '|';

/** Where a page starts: after the order with `sortKey`, or after one of that order's messages. */
interface Position {
  readonly sortKey: string;
  readonly messageKey?: string;
}

/** A message and the sort key of its order. */
type Listed = KeyedMessage & { readonly sortKey: string };

const positionOf = (after: string | undefined): Position | undefined => {
  if (after === undefined) return undefined;
  const end = after.indexOf(SEPARATOR);
  return end === -1
    ? { sortKey: after }
    : { sortKey: after.slice(0, end), messageKey: after.slice(end + SEPARATOR.length) };
};

const messagesOf = async (
  log: MessageLog,
  sortKeys: readonly string[],
  start: Position | undefined,
): Promise<readonly Listed[]> => {
  if (sortKeys.length === 0) return [];
  const logs = await log.loadMany(sortKeys.map(orderIdIn));
  return logs.flatMap((orderLog) => {
    const { sortKey } = orderLog;
    const before = sortKey === start?.sortKey ? start.messageKey : undefined;
    return sentOf(orderLog)
      .filter(({ key }) => before === undefined || key < before)
      .map((keyed) => ({ ...keyed, sortKey }));
  });
};

const viewsOf = (listed: readonly Listed[]): readonly SentMessage[] => listed.map(({ message }) => message);
