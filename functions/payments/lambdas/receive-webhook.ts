import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { countOnce } from '../../../shared/observability/telemetry.ts';
import { sendMessage } from '../../../shared/messaging/sqs-client.ts';
import { configuredWebhooks } from '../adapters/configured-provider.ts';
import * as api from '../api.ts';
import { receiveWebhook } from '../receive-webhook.ts';

const env = readEnv({ PAYMENTS_INBOX_URL: text });
const receive = receiveWebhook({
  verifier: await configuredWebhooks(),
  queue: { send: (message) => sendMessage(env.PAYMENTS_INBOX_URL, message) },
  now: systemClock,
  onRejected: () => countOnce('WebhooksRejected'),
});

export const handler = httpHandler(api.receiveWebhook, async ({ rawBody, headers, trace }) => {
  await receive(rawBody(), headers, trace);
  return ok({ received: true });
});
