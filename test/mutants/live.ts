import type { UnitMutant } from './unit-mutant.ts';

const messages = 'test/unit/functions/live/messages.test.ts';
const subscriptions = 'test/unit/functions/live/subscriptions.test.ts';
const hear = { layer: 'use case', file: 'functions/live/hear-message.ts', test: messages } as const;
const push = { layer: 'use case', file: 'functions/live/push-change.ts', test: messages } as const;
const topics = { layer: 'domain', file: 'functions/live/domain/topics.ts', test: subscriptions } as const;

/** Bugs in the choice of the live connections that a change is sent to, and in the limits of these connections. */
export const liveMutants: readonly UnitMutant[] = [
  {
    ...hear,
    name: 'live-stranger-stays',
    bug: 'A connection whose token was refused stays open.',
    find: '        isLast: true,\n',
    replace: '',
  },
  {
    ...hear,
    name: 'live-everyone-is-staff',
    bug: 'Customers can follow the kitchen, and the orders of others.',
    find: "isStaff: hasRole(caller, 'staff')",
    replace: 'isStaff: true',
    test: subscriptions,
  },
  {
    ...hear,
    name: 'live-token-is-echoed',
    bug: 'The reply to a subscription contains its token.',
    find: "reply: { type: 'subscribed', ...subject }",
    replace: "reply: { type: 'subscribed', ...subject, ...{ token } }",
  },
  {
    ...hear,
    name: 'live-pings-are-free',
    bug: 'Pings are not counted, so a connection can send any number of messages.',
    find: "return counted(connectionId, { type: 'pong' }, unsubscribed);",
    replace: "return unsubscribed && { reply: { type: 'pong' } };",
  },
  {
    ...hear,
    name: 'live-outage-is-a-refusal',
    bug: 'While the keys of tokens cannot be fetched, valid tokens are refused.',
    find: "if (error instanceof AppError && error.kind === 'unauthenticated') return undefined;",
    replace: 'if (error instanceof AppError) return undefined;',
  },
  {
    ...push,
    name: 'live-pushes-old-events',
    bug: 'A backlog of old events is pushed, and delays the new ones.',
    find: '    if (Date.parse(change.time) < Date.parse(now()) - STALE_SECONDS * 1000) return;\n',
    replace: '',
  },
  {
    ...push,
    name: 'live-one-failure-ends-all',
    bug: 'If one push fails, other listeners may hear nothing.',
    find: '      failed(error);',
    replace: '      throw error;',
  },
  {
    ...push,
    name: 'live-dead-connections-stay',
    bug: 'A closed connection stays in its topics, and each later push tries it again.',
    find: "      if (result === 'gone') await store.removeConnection(connectionId, topic);\n",
    replace: '      void result;\n',
  },
  {
    ...topics,
    name: 'live-order-id-is-enough',
    bug: 'Anyone who knows the id of an order hears of its changes.',
    find: '`order#${orderId}#${person}`',
    replace: '`order#${orderId}`',
  },
  {
    ...topics,
    name: 'live-kitchen-hears-all',
    bug: 'The board of the kitchen is read again for events that change nothing on it.',
    find: 'kitchenEvents.some((one) => one === type)',
    replace: 'kitchenEvents.length > 0',
  },
  {
    layer: 'shell',
    file: 'shared/messaging/listener-handler.ts',
    name: 'listener-checks-no-data',
    bug: 'A listener passes an event on whose data do not match its schema.',
    find: '    if (!data.success) throw invalidMessage(message.type, data.error);\n',
    replace: '',
    test: 'test/unit/shells/push.test.ts',
  },
];
