import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { sendMessage } from '../../../shared/messaging/sqs-client.ts';
import { configuredWebhooks } from '../adapters/configured-provider.ts';
import { createHandler } from './handler.ts';
import { receiveWebhook } from './receive-webhook.ts';

const env = readEnv({ PAYMENTS_INBOX_URL: text });

/** `POST /webhooks/payments`. */
export const handler = createHandler(
  receiveWebhook({
    verifier: await configuredWebhooks(),
    queue: { send: (message) => sendMessage(env.PAYMENTS_INBOX_URL, message) },
    now: systemClock,
  }),
);
