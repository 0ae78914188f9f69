import { parseClientMessage } from '../../functions/live/adapters/client-messages.ts';
import type { ServerMessage } from '../../functions/live/domain/messages.ts';
import { hearMessage } from '../../functions/live/hear-message.ts';
import { pushChange } from '../../functions/live/push-change.ts';
import { AppError } from '../../shared/errors.ts';
import type { Caller } from '../../shared/kernel/caller.ts';
import { memoryLiveStore } from './memory/live-store.ts';

export const ORDER = '0195f0a0-0000-7000-8000-000000000001';
export const OTHER = '0195f0a0-0000-7000-8000-000000000002';
export const alice: Caller = { id: 'alice', roles: [] };
export const bob: Caller = { id: 'bob', roles: [] };
export const kim: Caller = { id: 'kim', roles: ['staff'] };
export const root: Caller = { id: 'root', roles: ['admin'] };

const NOW = '2026-03-01T09:00:00.000Z';

/**
 * The live service with a store in memory and a clock that stands still. Its connections keep the messages that they
 * receive.
 */
export const liveWorld = () => {
  const store = memoryLiveStore();
  const callers = new Map<string, Caller>();
  const sent: (readonly [string, ServerMessage])[] = [];
  const failures: unknown[] = [];
  const behaviour = new Map<string, 'gone' | 'broken'>();
  const now = (): string => NOW;
  const send = async (connectionId: string, message: ServerMessage): Promise<'sent' | 'gone'> => {
    const how = behaviour.get(connectionId);
    if (how === 'broken') throw new Error('API Gateway is down');
    if (how === undefined) sent.push([connectionId, message]);
    return how ?? 'sent';
  };
  /** In this world, the token of a person is the word `token`, a space and the person's id. */
  const authenticate = async (token: string): Promise<Caller> => {
    const caller = callers.get(token);
    if (caller === undefined) throw new AppError('unauthenticated', 'auth.invalid-token', 'No such token');
    return caller;
  };
  const closed: string[] = [];
  const close = async (connectionId: string): Promise<void> => void closed.push(connectionId);
  const hear = hearMessage({ authenticate, store, send, close, now });
  const push = pushChange({ store, send, failed: (error) => failures.push(error), now });
  const say = (connectionId: string, message: object | string) =>
    hear(connectionId, parseClientMessage(typeof message === 'string' ? message : JSON.stringify(message)));
  const tokenOf = (caller: Caller): string => {
    callers.set(`token ${caller.id}`, caller);
    return `token ${caller.id}`;
  };
  return {
    store,
    sent,
    failures,
    closed,
    behaviour,
    say,
    tokenOf,
    /** Subscribes a connection to a subject, as a person. */
    subscribe: (connectionId: string, caller: Caller, subject: object) =>
      say(connectionId, { action: 'subscribe', ...subject, token: tokenOf(caller) }),
    push: (type: string, orderId: string, customerId: string) =>
      push({ type, time: NOW, orderId, customerId }),
    /** Pushes the change that an order was paid, which happened `seconds` ago. */
    pushLate: (seconds: number, orderId: string, customerId: string) => {
      const time = new Date(Date.parse(NOW) - seconds * 1000).toISOString();
      return push({ type: 'OrderPaid', time, orderId, customerId });
    },
    heardBy: (connectionId: string) =>
      sent.filter(([id]) => id === connectionId).map(([, message]) => message),
  };
};

/** The code of a message that reports an error. Undefined for any other message. */
export const codeOf = (message: ServerMessage | undefined) =>
  message?.type === 'error' ? message.code : undefined;
