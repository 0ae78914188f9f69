import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { ReceiveWebhook } from './receive-webhook.ts';

/** `POST /webhooks/payments`: public, for the provider's signature is the proof. */
export const createHandler = (receiveWebhook: ReceiveWebhook) =>
  httpHandler({ auth: 'public' }, async ({ rawBody, headers, cause }) => {
    await receiveWebhook(rawBody(), headers, cause);
    return ok({ received: true });
  });
