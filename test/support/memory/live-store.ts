import type { LiveStore } from '../../../functions/live/domain/live-store.ts';
import type { Topic } from '../../../functions/live/domain/topics.ts';

interface Connection {
  readonly topics: Set<Topic>;
  heard: number;
}

/** The in-memory counterpart of `dynamoLiveStore`. Both pass the same contract test. */
export const memoryLiveStore = (): LiveStore => {
  const connections = new Map<string, Connection>();
  const topics = new Map<Topic, Set<string>>();
  const leave = (topic: Topic, connectionId: string): void => {
    topics.get(topic)?.delete(connectionId);
  };
  return {
    countMessage: async (connectionId, most) => {
      const connection = connections.get(connectionId);
      if (connection === undefined) return 'never-subscribed';
      if (connection.heard >= most) return 'too-many-messages';
      connection.heard += 1;
      return 'counted';
    },
    subscribe: async (connectionId, topic, most) => {
      const connection = connections.get(connectionId) ?? { topics: new Set(), heard: 0 };
      if (connection.heard >= most.messages) return 'too-many-messages';
      const own = connection.topics;
      if (!own.has(topic) && own.size >= most.topics) return 'too-many-subscriptions';
      connections.set(connectionId, connection);
      own.add(topic);
      connection.heard += 1;
      const others = topics.get(topic) ?? new Set();
      if (!others.has(connectionId) && others.size >= most.connections) return 'too-many-listeners';
      topics.set(topic, others.add(connectionId));
      return 'subscribed';
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
