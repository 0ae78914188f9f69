import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { logger } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { configuredGateway } from '../adapters/configured-provider.ts';
import { dynamoPaymentStore } from '../adapters/dynamo-payment-store.ts';
import { paymentAggregate } from '../aggregate.ts';
import { ownMessages, reactions, type PaymentsInboxDependencies } from '../reactions.ts';

const env = readEnv({ TABLE_NAME: text, KEEP_DAYS: wholeNumber });
const dependencies: PaymentsInboxDependencies = {
  payments: paymentAggregate(dynamoPaymentStore(documentClient, env.TABLE_NAME), systemClock, env.KEEP_DAYS),
  gateway: await configuredGateway(),
  now: systemClock,
  onSessionRefused: (refusal) => logger.warn('The provider refused a payment for good', { ...refusal }),
};

export const handler = inboxHandler('payments-inbox', reactions(dependencies), ownMessages(dependencies));
