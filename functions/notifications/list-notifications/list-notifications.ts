import type { Caller } from '../../../shared/kernel/caller.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { MessageLog } from '../domain/message-log.ts';
import { orderIdAt, sentOf, type KeyedMessage, type SentMessage } from '../domain/order-log.ts';

/** Answers a page of what was sent to the caller. */
export type ListNotifications = (caller: Caller, request: PageRequest) => Promise<Page<SentMessage>>;

/** An order that has ended was told of twice at least, so half as many orders as messages fill a page. */
const MESSAGES_OF_AN_ORDER = 2;

/** How often more orders are looked at, at the most, before the list answers what it has, with a cursor to go on. */
const MAX_ROUNDS = 5;

/**
 * What was sent to the caller, and never what was sent to others: order by order, the one that was first told of last at
 * the top, and within an order the newest message first.
 *
 * A page may be short, or empty, and still have a next one: where many orders have few messages, or none that was sent.
 */
export const listNotifications =
  ({ log }: { readonly log: MessageLog }): ListNotifications =>
  async (caller, { limit, after }) => {
    const found: Listed[] = [];
    let begun = positionOf(after);
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const places = await log.placesOf(caller.id, {
        limit: Math.ceil((limit - found.length) / MESSAGES_OF_AN_ORDER),
        ...(begun === undefined ? {} : { after: begun.place }),
      });
      // The page before this one may have ended within an order.
      const wanted = [...(begun?.key === undefined ? [] : [begun.place]), ...places.items];
      found.push(...(await messagesAt(log, wanted, begun)));
      const last = found[limit - 1];
      if (last !== undefined && found.length > limit) {
        return { items: shown(found.slice(0, limit)), next: `${last.place}${SEPARATOR}${last.key}` };
      }
      if (places.next === undefined) return { items: shown(found) };
      begun = { place: places.next };
      if (found.length === limit) break;
    }
    return { items: shown(found), ...(begun === undefined ? {} : { next: begun.place }) };
  };

/** Between an order's place and a message's key; no place has it in it. */
const SEPARATOR = '|';

/** Where a page begins: after an order, or after one of its messages. */
interface Position {
  readonly place: string;
  readonly key?: string;
}

/** A message and where it stands. */
type Listed = KeyedMessage & { readonly place: string };

const positionOf = (after: string | undefined): Position | undefined => {
  if (after === undefined) return undefined;
  const end = after.indexOf(SEPARATOR);
  return end === -1
    ? { place: after }
    : { place: after.slice(0, end), key: after.slice(end + SEPARATOR.length) };
};

const messagesAt = async (
  log: MessageLog,
  places: readonly string[],
  begun: Position | undefined,
): Promise<readonly Listed[]> => {
  if (places.length === 0) return [];
  const logs = await log.loadMany(places.map(orderIdAt));
  return logs.flatMap((orderLog) => {
    const { place } = orderLog;
    const until = place === begun?.place ? begun.key : undefined;
    return sentOf(orderLog)
      .filter(({ key }) => until === undefined || key < until)
      .map((keyed) => ({ ...keyed, place }));
  });
};

const shown = (listed: readonly Listed[]): readonly SentMessage[] => listed.map(({ message }) => message);
