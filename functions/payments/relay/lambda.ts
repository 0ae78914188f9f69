import { relayHandler } from '../../../shared/messaging/relay-handler.ts';

/** What payments' writes left in the outbox, to the bus. */
export const handler = relayHandler('payments');
