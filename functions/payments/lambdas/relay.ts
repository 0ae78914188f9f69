import { relayHandler } from '../../../shared/messaging/relay-handler.ts';

export const handler = relayHandler('payments');
