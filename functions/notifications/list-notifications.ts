import type { Caller } from '../../shared/kernel/caller.ts';
import type { Page, PageRequest } from '../../shared/kernel/page.ts';
import {
  orderIdIn,
  sentOf,
  type KeyedMessage,
  type MessageLog,
  type SentMessage,
} from './domain/message-log.ts';

/** An order that has ended has at least two messages, so half as many orders as messages fill a page. */
const MESSAGES_OF_AN_ORDER = 2;

/** Rounds before a list answers what it has found, with a cursor. */
const MAX_ROUNDS = 5;

/**
 * The messages that were sent to the caller, grouped by order. The order with the newest first message comes first, and
 * within an order the newest message.
 *
 * If many orders have few messages, or none that was sent, a page is short, or empty, and may still have a next one.
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
      // The previous page may have ended in the middle of an order.
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

/** Separates an order's sort key from a message's key. No sort key contains it. */
const SEPARATOR = '|';

/** Where a page starts: after an order, or after one of its messages. */
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
