import { AppError } from '../../shared/errors.ts';
import { hasRole, type Caller } from '../../shared/kernel/caller.ts';
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
import { personOf, topicFor, type Subject } from './domain/topics.ts';

/** What `hearMessage` needs. */
export interface HearMessageDependencies {
  /** Verifies a bearer token. @throws AppError `unauthenticated` if it is not valid */
  readonly authenticate: (token: string) => Promise<Caller>;
  readonly store: Pick<LiveStore, 'countMessage' | 'subscribe' | 'removeConnection'>;
  readonly send: Send;
  readonly close: Close;
  readonly now: Clock;
}

/** What to do after a message: reply, and then close the connection if it must not send more messages. */
interface Outcome {
  readonly reply?: ServerMessage;
  readonly isLast?: boolean;
}

/**
 * Carries out a message from a page, and sends the reply as a push over the connection. A response of the route itself
 * would need a setting that emulators refuse. A connection is closed if it has sent too many messages, if its token is
 * not valid, or if its first message is not a permitted subscription. Therefore a person who is not signed in cannot
 * make the service store anything.
 */
export const hearMessage = ({ authenticate, store, send, close, now }: HearMessageDependencies) => {
  /**
   * Counts a message that `store.subscribe` has not counted.
   * @param unsubscribed the reply if the connection has not subscribed to anything yet
   */
  const counted = async (
    connectionId: string,
    reply: ServerMessage,
    unsubscribed: ServerMessage = reply,
  ): Promise<Outcome> => {
    switch (await store.countMessage(connectionId, MOST_MESSAGES)) {
      case 'counted':
        return { reply };
      case 'too-many-messages':
        return { isLast: true };
      case 'never-subscribed':
        return { reply: unsubscribed, isLast: true };
    }
  };

  const callerOf = async (token: string): Promise<Caller | undefined> => {
    try {
      return await authenticate(token);
    } catch (error) {
      if (error instanceof AppError && error.kind === 'unauthenticated') return undefined;
      throw error;
    }
  };

  const subscribe = async (connectionId: string, token: string, subject: Subject): Promise<Outcome> => {
    const caller = await callerOf(token);
    if (caller === undefined) {
      return {
        reply: errorMessage('live.not-signed-in', 'The token is not valid or has expired'),
        isLast: true,
      };
    }
    const subscriber = { person: personOf(caller.id), isStaff: hasRole(caller, 'staff') };
    const topic = topicFor(subscriber, subject);
    if (topic === undefined) {
      const reply = errorMessage('live.role-missing', 'This needs the role staff');
      return counted(connectionId, reply);
    }
    const most = { topics: MOST_SUBSCRIPTIONS, messages: MOST_MESSAGES, connections: MOST_CONNECTIONS };
    const expiresAt = Math.floor(Date.parse(now()) / 1000) + CONNECTION_SECONDS;
    switch (await store.subscribe(connectionId, topic, most, expiresAt)) {
      case 'subscribed':
        return { reply: { type: 'subscribed', ...subject } };
      case 'too-many-messages':
        return { isLast: true };
      case 'too-many-subscriptions': {
        const detail = `A connection has at most ${MOST_SUBSCRIPTIONS} subscriptions. Open a new one`;
        return counted(connectionId, errorMessage('live.too-many-subscriptions', detail));
      }
      case 'too-many-listeners':
        return {
          reply: errorMessage('live.too-many-listeners', 'Too many connections follow this. Poll the routes'),
        };
    }
  };

  const outcomeOf = async (
    connectionId: string,
    message: ClientMessage | InvalidMessage,
  ): Promise<Outcome> => {
    if ('invalid' in message) {
      return counted(connectionId, errorMessage('live.invalid-message', message.invalid));
    }
    if (message.action === 'ping') {
      const unsubscribed = errorMessage('live.not-signed-in', 'Subscribe with a token first');
      return counted(connectionId, { type: 'pong' }, unsubscribed);
    }
    const { action: _action, token, ...subject } = message;
    return subscribe(connectionId, token, subject);
  };

  return async (connectionId: string, message: ClientMessage | InvalidMessage): Promise<void> => {
    const { reply, isLast = false } = await outcomeOf(connectionId, message);
    const sent = reply === undefined ? 'sent' : await send(connectionId, reply);
    if (sent === 'gone') await store.removeConnection(connectionId);
    else if (isLast) await close(connectionId);
  };
};
