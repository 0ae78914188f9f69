import type { Clock } from '../../shared/kernel/clock.ts';
import { CONNECTION_SECONDS, MOST_CONNECTIONS, MOST_MESSAGES, MOST_SUBSCRIPTIONS } from './domain/limits.ts';
import type { LiveStore } from './domain/live-store.ts';
import {
  errorMessage,
  type ClientMessage,
  type InvalidMessage,
  type ServerMessage,
} from './domain/messages.ts';
import type { Close, Send } from './domain/sender.ts';
import { topicFor, type Subject } from './domain/topics.ts';

/** What `hearMessage` needs. */
export interface HearMessageDependencies {
  readonly store: Pick<LiveStore, 'findConnection' | 'countMessage' | 'subscribe' | 'removeConnection'>;
  readonly send: Send;
  readonly close: Close;
  readonly now: Clock;
}

/**
 * Carries out a message from a page, and replies. The reply is a push, because a response of the route itself would need
 * a setting that emulators refuse. A connection that has sent too many messages is closed.
 */
export const hearMessage = ({ store, send, close, now }: HearMessageDependencies) => {
  /** Counts a message that is not counted otherwise. @returns the reply, or undefined if there were too many */
  const counted = async (connectionId: string, reply: ServerMessage): Promise<ServerMessage | undefined> =>
    (await store.countMessage(connectionId, MOST_MESSAGES)) ? reply : undefined;

  const subscribe = async (connectionId: string, subject: Subject): Promise<ServerMessage | undefined> => {
    const subscriber = await store.findConnection(connectionId);
    if (subscriber === undefined) return errorMessage('live.connection-gone', 'Open a new connection');
    const topic = topicFor(subscriber, subject);
    if (topic === undefined) {
      return counted(connectionId, errorMessage('live.role-missing', 'This needs the role staff'));
    }
    const most = { topics: MOST_SUBSCRIPTIONS, messages: MOST_MESSAGES, connections: MOST_CONNECTIONS };
    const expiresAt = Math.floor(Date.parse(now()) / 1000) + CONNECTION_SECONDS;
    switch (await store.subscribe(connectionId, topic, most, expiresAt)) {
      case 'subscribed':
        return { type: 'subscribed', ...subject };
      case 'gone':
        return errorMessage('live.connection-gone', 'Open a new connection');
      case 'too-many-messages':
        return undefined;
      case 'too-many-subscriptions': {
        const detail = `A connection has at most ${MOST_SUBSCRIPTIONS} subscriptions. Open a new one`;
        return counted(connectionId, errorMessage('live.too-many-subscriptions', detail));
      }
      case 'too-many-listeners':
        return errorMessage('live.too-many-listeners', 'Too many connections follow this. Poll the routes');
    }
  };

  const replyTo = async (
    connectionId: string,
    message: ClientMessage | InvalidMessage,
  ): Promise<ServerMessage | undefined> => {
    if ('invalid' in message) {
      return counted(connectionId, errorMessage('live.invalid-message', message.invalid));
    }
    if (message.action === 'ping') return counted(connectionId, { type: 'pong' });
    const { action: _action, ...subject } = message;
    return subscribe(connectionId, subject);
  };

  return async (connectionId: string, message: ClientMessage | InvalidMessage): Promise<void> => {
    const reply = await replyTo(connectionId, message);
    if (reply === undefined) await close(connectionId);
    else if ((await send(connectionId, reply)) === 'gone') await store.removeConnection(connectionId);
  };
};
