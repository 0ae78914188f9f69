import { relayHandler } from '../../../shared/messaging/relay-handler.ts';

/** What orders publishes. */
export const handler = relayHandler('orders');
