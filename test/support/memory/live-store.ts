import type { LiveStore } from '../../../functions/live/domain/live-store.ts';
import type { Subscriber, Topic } from '../../../functions/live/domain/topics.ts';

interface Connection {
  readonly subscriber: Subscriber;
  readonly topics: Set<Topic>;
  heard: number;
}

/** The in-memory counterpart of `dynamoLiveStore`. Both pass the same contract test. */
export const memoryLiveStore = (): LiveStore => {
  const issued = new Map<string, number>();
  const tickets = new Map<string, { readonly subscriber: Subscriber; readonly expiresAt: number }>();
  const connections = new Map<string, Connection>();
  const topics = new Map<Topic, Set<string>>();
  const leave = (topic: Topic, connectionId: string): void => {
    topics.get(topic)?.delete(connectionId);
  };
  return {
    countTicket: async (person, period, most) => {
      const key = `${person}#${period}`;
      const count = issued.get(key) ?? 0;
      if (count >= most) return false;
      issued.set(key, count + 1);
      return true;
    },
    addTicket: async (hash, subscriber, expiresAt) => {
      tickets.set(hash, { subscriber, expiresAt });
    },
    takeTicket: async (hash, now) => {
      const ticket = tickets.get(hash);
      if (ticket === undefined || ticket.expiresAt <= now) return undefined;
      tickets.delete(hash);
      return ticket.subscriber;
    },
    addConnection: async (connectionId, subscriber) => {
      connections.set(connectionId, { subscriber, topics: new Set(), heard: 0 });
    },
    findConnection: async (connectionId) => connections.get(connectionId)?.subscriber,
    subscribe: async (connectionId, topic, most) => {
      const connection = connections.get(connectionId);
      if (connection === undefined) return 'gone';
      if (connection.heard >= most.messages) return 'too-many-messages';
      const own = connection.topics;
      if (!own.has(topic) && own.size >= most.topics) return 'too-many-subscriptions';
      own.add(topic);
      connection.heard += 1;
      const others = topics.get(topic) ?? new Set();
      if (!others.has(connectionId) && others.size >= most.connections) return 'too-many-listeners';
      topics.set(topic, others.add(connectionId));
      return 'subscribed';
    },
    countMessage: async (connectionId, most) => {
      const connection = connections.get(connectionId);
      if (connection === undefined || connection.heard >= most) return false;
      connection.heard += 1;
      return true;
    },
    connectionsOf: async (wanted) =>
      new Map(
        wanted.flatMap((topic) => {
          const ids = [...(topics.get(topic) ?? [])];
          return ids.length === 0 ? [] : [[topic, ids] as const];
        }),
      ),
    removeConnection: async (connectionId, also) => {
      const own = connections.get(connectionId)?.topics ?? [];
      for (const topic of own) leave(topic, connectionId);
      if (also !== undefined) leave(also, connectionId);
      connections.delete(connectionId);
    },
  };
};
