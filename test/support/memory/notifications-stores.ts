import type { ContactStore } from '../../../functions/notifications/domain/contact-store.ts';
import type { ContactDetails } from '../../../functions/notifications/domain/contact.ts';
import type {
  LoggedMessage,
  MessageKey,
  MessageLog,
  SentMessage,
} from '../../../functions/notifications/domain/message-log.ts';
import type { SettledOrders } from '../../../functions/notifications/domain/settled-orders.ts';

/** Contact details in memory: the twin of `dynamoContactStore`. */
export const memoryContactStore = (): ContactStore => {
  const contacts = new Map<string, ContactDetails>();
  return {
    load: async (customerId) => structuredClone(contacts.get(customerId)),
    save: async (customerId, contact) => {
      contacts.set(customerId, structuredClone(contact));
    },
  };
};

/** Settled orders in memory, with a look inside: the twin of `dynamoSettledOrders`. */
export const memorySettledOrders = (): SettledOrders & { readonly orderIds: ReadonlySet<string> } => {
  const orderIds = new Set<string>();
  return {
    orderIds,
    add: async (orderId) => {
      orderIds.add(orderId);
    },
    has: async (orderId) => orderIds.has(orderId),
  };
};

/** The message log in memory, with a look inside. */
export interface MemoryMessageLog extends MessageLog {
  readonly messages: () => readonly LoggedMessage[];
  /** How a message stands, by `<event id>#<channel>`. */
  readonly statusOf: (key: string) => 'unknown' | 'claimed' | 'done';
}

type LogItem = { readonly claimedUntil: string } | { readonly message: LoggedMessage };

const keyOf = ({ eventId, channel }: MessageKey): string => `${eventId}#${channel}`;

/** The message log in memory: the twin of `dynamoMessageLog`. */
export const memoryMessageLog = (): MemoryMessageLog => {
  const items = new Map<string, LogItem>();
  const messages = (): readonly LoggedMessage[] =>
    structuredClone([...items.values()].flatMap((item) => ('message' in item ? [item.message] : [])));

  return {
    messages,
    statusOf: (key) => {
      const item = items.get(key);
      if (item === undefined) return 'unknown';
      return 'message' in item ? 'done' : 'claimed';
    },

    claim: async (key, now, until) => {
      const item = items.get(keyOf(key));
      if (item !== undefined && 'message' in item) return 'done';
      if (item !== undefined && item.claimedUntil > now) return 'busy';
      items.set(keyOf(key), { claimedUntil: until });
      return 'claimed';
    },

    record: async (message) => {
      items.set(keyOf(message), { message: structuredClone(message) });
    },

    list: async (customerId, { limit, after }) => {
      const found = messages()
        .filter((message) => message.customerId === customerId)
        .flatMap(sentMessage)
        .filter(({ sentKey }) => after === undefined || sentKey < after)
        .toSorted((a, b) => (a.sentKey > b.sentKey ? -1 : 1));
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(({ shown }) => shown),
        ...(last !== undefined && found.length > limit ? { next: last.sentKey } : {}),
      };
    },
  };
};

const sentMessage = (
  message: LoggedMessage,
): readonly { readonly sentKey: string; readonly shown: SentMessage }[] => {
  const { outcome, eventId, eventType, orderId, channel, subject } = message;
  if (outcome.status !== 'SENT') return [];
  const { sentAt } = outcome;
  return [
    { sentKey: `${sentAt}#${eventId}#${channel}`, shown: { eventType, orderId, channel, sentAt, subject } },
  ];
};
