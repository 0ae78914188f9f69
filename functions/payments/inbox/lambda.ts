import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { configuredGateway } from '../adapters/configured-provider.ts';
import { dynamoPaymentStore } from '../adapters/dynamo-payment-store.ts';
import { paymentsOutbox } from '../outbox.ts';
import { ownMessages, reactions } from '../reactions.ts';

const env = readEnv({ TABLE_NAME: text });

const dependencies = {
  payments: dynamoPaymentStore(documentClient, env.TABLE_NAME),
  gateway: await configuredGateway(),
  toEnvelopes: paymentsOutbox,
  now: systemClock,
};

/** What payments reacts to. */
export const handler = inboxHandler('payments-inbox', reactions(dependencies), ownMessages(dependencies));
