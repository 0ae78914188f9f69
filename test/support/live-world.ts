import { expect } from '@jest/globals';
import { parseClientMessage } from '../../functions/live/adapters/client-messages.ts';
import { connect } from '../../functions/live/connect.ts';
import type { ServerMessage } from '../../functions/live/domain/messages.ts';
import { hearMessage } from '../../functions/live/hear-message.ts';
import { issueTicket } from '../../functions/live/issue-ticket.ts';
import { pushChanges } from '../../functions/live/push-changes.ts';
import type { Caller } from '../../shared/kernel/caller.ts';
import type { Delivery } from '../../shared/kernel/messages.ts';
import { memoryLiveStore } from './memory/live-store.ts';

export const ORDER = '0195f0a0-0000-7000-8000-000000000001';
export const OTHER = '0195f0a0-0000-7000-8000-000000000002';
export const alice: Caller = { id: 'alice', roles: [] };
export const bob: Caller = { id: 'bob', roles: [] };
export const kim: Caller = { id: 'kim', roles: ['staff'] };
export const root: Caller = { id: 'root', roles: ['admin'] };

/** The service with a store in memory, a clock that only `pass` moves, and connections that keep what they hear. */
export const liveWorld = () => {
  const store = memoryLiveStore();
  let time = Date.parse('2026-03-01T09:00:00.000Z');
  let tickets = 0;
  const sent: (readonly [string, ServerMessage])[] = [];
  const failures: unknown[] = [];
  const behaviour = new Map<string, 'gone' | 'broken'>();
  const now = (): string => new Date(time).toISOString();
  const send = async (connectionId: string, message: ServerMessage): Promise<'sent' | 'gone'> => {
    const how = behaviour.get(connectionId);
    if (how === 'broken') throw new Error('API Gateway is down');
    if (how === undefined) sent.push([connectionId, message]);
    return how ?? 'sent';
  };
  const newTicket = (): string => String((tickets += 1)).padStart(43, 't');
  const issue = issueTicket({ store, now, newTicket });
  const open = connect({ store, now });
  const closed: string[] = [];
  const close = async (connectionId: string): Promise<void> => void closed.push(connectionId);
  const hear = hearMessage({ store, send, close, now });
  const push = pushChanges({ store, send, failed: (error) => failures.push(error), now });
  return {
    store,
    sent,
    failures,
    closed,
    behaviour,
    issue,
    open,
    push: (...events: readonly (readonly [type: string, orderId: string, customerId: string])[]) =>
      push(
        events.map(
          ([type, orderId, customerId]) =>
            ({
              data: { orderId, customerId },
              message: { type },
              context: { sentAt: now() },
            }) as unknown as Delivery<unknown>,
        ),
      ),
    /** Pushes a change of an order that happened some seconds ago. */
    pushLate: (seconds: number, orderId: string, customerId: string) =>
      push([
        {
          data: { orderId, customerId },
          message: { type: 'OrderPaid' },
          context: { sentAt: new Date(time - seconds * 1000).toISOString() },
        } as unknown as Delivery<unknown>,
      ]),
    pass: (seconds: number) => {
      time += seconds * 1000;
    },
    say: (connectionId: string, message: object | string) =>
      hear(connectionId, parseClientMessage(typeof message === 'string' ? message : JSON.stringify(message))),
    /** Opens a connection. */
    connected: async (connectionId: string, caller: Caller) => {
      expect(await open(connectionId, (await issue(caller)).ticket)).toBe(true);
    },
    heardBy: (connectionId: string) =>
      sent.filter(([id]) => id === connectionId).map(([, message]) => message),
  };
};

/** The code of an error. */
export const codeOf = (message: ServerMessage | undefined) =>
  message?.type === 'error' ? message.code : undefined;
