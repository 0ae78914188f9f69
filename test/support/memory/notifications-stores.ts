import type { ContactStore } from '../../../functions/notifications/domain/contact-store.ts';
import type { ContactDetails } from '../../../functions/notifications/domain/contact.ts';
import type { MessageLog } from '../../../functions/notifications/domain/message-log.ts';
import {
  placeOf,
  type LoggedMessage,
  type MessageKey,
  type OrderLog,
} from '../../../functions/notifications/domain/order-log.ts';

/** Contact details in memory: the twin of `dynamoContactStore`. */
export const memoryContactStore = (): ContactStore => {
  const contacts = new Map<string, ContactDetails>();
  const load = async (customerId: string) => structuredClone(contacts.get(customerId));
  return {
    load,
    glance: load,
    save: async (customerId, contact) => {
      contacts.set(customerId, structuredClone(contact));
    },
  };
};

/** The message log in memory, with a look inside. */
export interface MemoryMessageLog extends MessageLog {
  /** The logs of all orders. */
  readonly logs: () => readonly OrderLog[];
  /** How a message of an order stands, by `<event id>#<channel>`. */
  readonly statusOf: (orderId: string, key: string) => 'unknown' | LoggedMessage['state']['status'];
}

/** An order's item. A record without a claim makes one that no list finds, as an update in DynamoDB does. */
interface LogItem {
  readonly customerId?: string;
  readonly place?: string;
  readonly settledAt?: string;
  readonly messages: ReadonlyMap<string, LoggedMessage>;
}

const keyOf = ({ eventId, channel }: MessageKey): string => `${eventId}#${channel}`;

/** The message log in memory: the twin of `dynamoMessageLog`. */
export const memoryMessageLog = (): MemoryMessageLog => {
  const items = new Map<string, LogItem>();
  const logOf = (orderId: string, { place = '', settledAt, messages }: LogItem): OrderLog =>
    structuredClone({
      orderId,
      place,
      ...(settledAt === undefined ? {} : { settledAt }),
      messages: [...messages.values()],
    });
  const set = (orderId: string, item: LogItem, changed: readonly LoggedMessage[]): void => {
    const messages = new Map(item.messages);
    for (const message of changed) messages.set(keyOf(message), structuredClone(message));
    items.set(orderId, { ...item, messages });
  };

  return {
    logs: () => [...items].map(([orderId, item]) => logOf(orderId, item)),
    statusOf: (orderId, key) => items.get(orderId)?.messages.get(key)?.state.status ?? 'unknown',

    claim: async ({ orderId, customerId, eventId, channels, meaning, now, until }) => {
      const item = items.get(orderId) ?? { messages: new Map<string, LoggedMessage>() };
      const isTaken = channels.some((channel) => {
        const state = item.messages.get(keyOf({ eventId, channel }))?.state;
        return state !== undefined && !(state.status === 'CLAIMED' && state.claimedUntil <= now);
      });
      if (isTaken || (meaning === 'asks' && item.settledAt !== undefined)) return logOf(orderId, item);
      const settledAt = item.settledAt ?? (meaning === 'settles' ? now : undefined);
      set(
        orderId,
        {
          ...item,
          customerId: item.customerId ?? customerId,
          place: item.place ?? placeOf(now, orderId),
          ...(settledAt === undefined ? {} : { settledAt }),
        },
        channels.map((channel) => ({
          eventId,
          channel,
          state: { status: 'CLAIMED', claimedUntil: until },
        })),
      );
      return 'claimed';
    },

    record: async ({ orderId, eventId, channel, outcome }) => {
      set(orderId, items.get(orderId) ?? { messages: new Map() }, [{ eventId, channel, state: outcome }]);
    },

    placesOf: async (customerId, { limit, after }) => {
      const places = [...items.values()]
        .flatMap((item) => (item.customerId === customerId && item.place !== undefined ? [item.place] : []))
        .filter((place) => after === undefined || place < after)
        .toSorted((a, b) => (a > b ? -1 : 1));
      const page = places.slice(0, limit);
      const last = page.at(-1);
      return { items: page, ...(last !== undefined && places.length > limit ? { next: last } : {}) };
    },

    loadMany: async (orderIds) =>
      orderIds.flatMap((orderId) => {
        const item = items.get(orderId);
        return item === undefined ? [] : [logOf(orderId, item)];
      }),
  };
};
