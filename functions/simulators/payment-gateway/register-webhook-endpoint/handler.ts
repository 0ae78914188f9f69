import * as z from 'zod/mini';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { ok } from '../../../../shared/http/responses.ts';
import type { MerchantApi } from '../merchant-api.ts';
import type { registerWebhookEndpoint } from './register-webhook-endpoint.ts';

const Registration = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).check(z.maxLength(2048)),
  rotate: z.prefault(z.boolean(), false),
});

/** PUT /gateway/webhook-endpoint */
export const createHandler = (merchant: MerchantApi, register: ReturnType<typeof registerWebhookEndpoint>) =>
  httpHandler({ auth: merchant.authenticate, body: Registration }, async ({ body }) =>
    ok(await register(body.url, body.rotate)),
  );
