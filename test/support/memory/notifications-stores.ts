import type { ContactDetails, ContactStore } from '../../../functions/notifications/domain/contact.ts';
import {
  isToldEnough,
  sortKeyOf,
  type LoggedMessage,
  type MessageKey,
  type MessageLog,
  type OrderLog,
} from '../../../functions/notifications/domain/message-log.ts';

/** The contact details in memory. `has` tells whether a customer has contact details. */
export interface MemoryContactStore extends ContactStore {
  readonly has: (customerId: string) => boolean;
}

/** The in-memory counterpart of `dynamoContactStore`. Both pass the same contract test. */
export const memoryContactStore = (): MemoryContactStore => {
  const contacts = new Map<string, ContactDetails>();
  const savedAt = new Map<string, string>();
  const load = async (customerId: string) => structuredClone(contacts.get(customerId));
  return {
    has: (customerId) => contacts.has(customerId),
    load,
    loadEventuallyConsistent: load,
    save: async (customerId, { before, after, at }) => {
      const stored = contacts.get(customerId);
      const isChanged = (['email', 'phone'] as const).some(
        (field) => JSON.stringify(stored?.[field]) !== JSON.stringify(before?.[field]),
      );
      if (isChanged) return false;
      contacts.set(customerId, structuredClone(after));
      savedAt.set(customerId, at);
      return true;
    },
    stop: async (customerId, before, after) => {
      const stored = contacts.get(customerId);
      if (stored === undefined || JSON.stringify(stored.email) !== JSON.stringify(before)) return false;
      contacts.set(customerId, structuredClone({ ...stored, email: after }));
      return true;
    },
    forget: async (customerId, requestedAt) => {
      if ((savedAt.get(customerId) ?? '') <= requestedAt) contacts.delete(customerId);
    },
  };
};

/** The message log in memory, whose content tests can read. */
export interface MemoryMessageLog extends MessageLog {
  readonly logs: () => readonly OrderLog[];
  /** The customer whose list of messages contains the order. */
  readonly ownerOf: (orderId: string) => string | undefined;
  /** The status of a message of an order. `key` is `<event id>#<channel>`. */
  readonly statusOf: (orderId: string, key: string) => 'unknown' | LoggedMessage['state']['status'];
}

/**
 * The log of an order. If `record` is called without an earlier `claim`, it creates a log without a sort key, as in
 * DynamoDB.
 */
interface LogItem {
  readonly customerId?: string;
  readonly sortKey?: string;
  readonly settledAt?: string;
  readonly forgottenAt?: string;
  readonly told?: Readonly<Record<string, readonly string[]>>;
  readonly messages: ReadonlyMap<string, LoggedMessage>;
}

const toldAlso = (
  { told = {} }: LogItem,
  type: string,
  eventId: string,
): Readonly<Record<string, readonly string[]>> => ({
  ...told,
  [type]: [...new Set([...(told[type] ?? []), eventId])].toSorted(),
});

const keyOf = ({ eventId, channel }: MessageKey): string => `${eventId}#${channel}`;

/** The in-memory counterpart of `dynamoMessageLog`. Both pass the same contract test. */
export const memoryMessageLog = (): MemoryMessageLog => {
  const items = new Map<string, LogItem>();
  const logOf = (
    orderId: string,
    { sortKey = '', settledAt, forgottenAt, told, messages }: LogItem,
  ): OrderLog =>
    structuredClone({
      orderId,
      sortKey,
      ...(settledAt === undefined ? {} : { settledAt }),
      ...(forgottenAt === undefined ? {} : { forgottenAt }),
      ...(told === undefined ? {} : { told }),
      messages: [...messages.values()],
    });
  const set = (orderId: string, item: LogItem, changed: readonly LoggedMessage[]): void => {
    const messages = new Map(item.messages);
    for (const message of changed) messages.set(keyOf(message), structuredClone(message));
    items.set(orderId, { ...item, messages });
  };

  return {
    logs: () => [...items].map(([orderId, item]) => logOf(orderId, item)),
    ownerOf: (orderId) => items.get(orderId)?.customerId,
    statusOf: (orderId, key) => items.get(orderId)?.messages.get(key)?.state.status ?? 'unknown',

    claim: async (claim) => {
      const { orderId, customerId, eventId, channels, meaning, limit, now, until } = claim;
      const item = items.get(orderId) ?? { messages: new Map<string, LoggedMessage>() };
      const isTaken = channels.some((channel) => {
        const state = item.messages.get(keyOf({ eventId, channel }))?.state;
        return state !== undefined && !(state.status === 'CLAIMED' && state.claimedUntil <= now);
      });
      const isSettled = meaning === 'asks' && item.settledAt !== undefined;
      if (isTaken || isSettled || item.forgottenAt !== undefined || isToldEnough(item, claim)) {
        return { outcome: 'refused', log: logOf(orderId, item) };
      }
      const settledAt = item.settledAt ?? (meaning === 'settles' ? now : undefined);
      set(
        orderId,
        {
          ...item,
          customerId: item.customerId ?? customerId,
          sortKey: item.sortKey ?? sortKeyOf(now, orderId),
          ...(settledAt === undefined ? {} : { settledAt }),
          ...(limit === undefined ? {} : { told: toldAlso(item, limit.eventType, eventId) }),
        },
        channels.map((channel) => ({
          eventId,
          channel,
          state: { status: 'CLAIMED', claimedUntil: until },
        })),
      );
      return { outcome: 'claimed', log: logOf(orderId, items.get(orderId) ?? item) };
    },

    record: async ({ orderId, eventId, channel, outcome }) => {
      set(orderId, items.get(orderId) ?? { messages: new Map() }, [{ eventId, channel, state: outcome }]);
    },

    forget: async (orderId, at) => {
      const { customerId: _id, sortKey: _key, ...kept } = items.get(orderId) ?? { messages: new Map() };
      items.set(orderId, { forgottenAt: at, ...kept });
    },

    sortKeysOfCustomer: async (customerId, { limit, after }) => {
      const sortKeys = [...items.values()]
        .flatMap((item) =>
          item.customerId === customerId && item.sortKey !== undefined ? [item.sortKey] : [],
        )
        .filter((sortKey) => after === undefined || sortKey < after)
        .toSorted((a, b) => (a > b ? -1 : 1));
      const page = sortKeys.slice(0, limit);
      const last = page.at(-1);
      return { items: page, ...(last !== undefined && sortKeys.length > limit ? { next: last } : {}) };
    },

    loadMany: async (orderIds) =>
      orderIds.flatMap((orderId) => {
        const item = items.get(orderId);
        return item === undefined ? [] : [logOf(orderId, item)];
      }),
  };
};
