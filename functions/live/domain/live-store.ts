import type { ExpiresAt } from '../../../shared/kernel/clock.ts';
import type { Topic } from './topics.ts';

/** The result of a subscription. */
export type SubscribeResult =
  'subscribed' | 'too-many-messages' | 'too-many-subscriptions' | 'too-many-listeners';

/** The storage of connections and their subscriptions. */
export interface LiveStore {
  /**
   * Counts a message of a connection, if the connection has sent fewer than `most`. The store has no count for a
   * connection that has not subscribed (`never-subscribed`).
   */
  countMessage(
    connectionId: string,
    most: number,
  ): Promise<'counted' | 'too-many-messages' | 'never-subscribed'>;
  /**
   * Adds a connection to a topic, and counts the message that asked for it. Subscribing to the same topic again adds
   * nothing, but the message is counted.
   * @param most the limits: how many topics a connection may have, how many messages it may send, and how many
   *   connections a topic may have
   */
  subscribe(
    connectionId: string,
    topic: Topic,
    most: { readonly topics: number; readonly messages: number; readonly connections: number },
    expiresAt: ExpiresAt,
  ): Promise<SubscribeResult>;
  /** The connections of each topic. A topic without connections is left out. */
  connectionsOf(topics: readonly Topic[]): Promise<ReadonlyMap<Topic, readonly string[]>>;
  /**
   * Removes a connection and its subscriptions.
   * @param also a topic that still names the connection. The connection is removed from this topic even if the store
   *   has no other record of the connection
   */
  removeConnection(connectionId: string, also?: Topic): Promise<void>;
}
