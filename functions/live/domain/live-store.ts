import type { ExpiresAt } from '../../../shared/kernel/clock.ts';
import type { Subscriber, Topic } from './topics.ts';

/** The result of a subscription. `gone`: the connection is closed. */
export type SubscribeResult =
  'subscribed' | 'gone' | 'too-many-messages' | 'too-many-subscriptions' | 'too-many-listeners';

/** The storage of tickets, connections and subscriptions. */
export interface LiveStore {
  /** Counts a ticket of a person in a period. @returns false if the period already has `most` tickets */
  countTicket(person: string, period: number, most: number, expiresAt: ExpiresAt): Promise<boolean>;
  /** Stores a ticket by its hash. */
  addTicket(hash: string, subscriber: Subscriber, expiresAt: ExpiresAt): Promise<void>;
  /**
   * Deletes a ticket, so that it can be used only once.
   * @param now in seconds since 1970
   * @returns undefined if there is no such ticket, or if it has expired
   */
  takeTicket(hash: string, now: number): Promise<Subscriber | undefined>;
  addConnection(connectionId: string, subscriber: Subscriber, expiresAt: ExpiresAt): Promise<void>;
  /** Reads a connection with a strongly consistent read, because its first message may follow at once. */
  findConnection(connectionId: string): Promise<Subscriber | undefined>;
  /**
   * Counts a message of a connection.
   * @returns false if the connection has already sent `most` messages, or if there is no such connection
   */
  countMessage(connectionId: string, most: number): Promise<boolean>;
  /**
   * Adds a connection to a topic, and counts the message that asked for it. To subscribe again adds nothing.
   * @param most the most topics and messages of a connection, and the most connections of a topic
   */
  subscribe(
    connectionId: string,
    topic: Topic,
    most: { readonly topics: number; readonly messages: number; readonly connections: number },
    expiresAt: ExpiresAt,
  ): Promise<SubscribeResult>;
  /** The connections of each topic. A topic without any is left out. */
  connectionsOf(topics: readonly Topic[]): Promise<ReadonlyMap<Topic, readonly string[]>>;
  /**
   * Removes a connection and its subscriptions.
   * @param also a topic that still names the connection, even if the connection itself is already removed
   */
  removeConnection(connectionId: string, also?: Topic): Promise<void>;
}
