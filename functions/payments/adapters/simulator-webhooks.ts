import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import * as z from 'zod/mini';
import { Amount, CurrencyCode, isStorable, OrderId, storableText } from '../../../shared/events/fields.ts';
import type { WebhookHeaders, WebhookVerification, WebhookVerifier } from '../domain/webhook.ts';
import type { ProviderSecret } from './provider-secret.ts';

/** The types of webhooks about an attempt to pay, and the outcome that each type reports. */
const outcomes = { 'payment.succeeded': 'succeeded', 'payment.failed': 'failed' } as const;
const isKnown = (type: string): type is keyof typeof outcomes => Object.hasOwn(outcomes, type);

const Typed = z.object({ type: z.string(), data: z.unknown() });
const Data = z.object({
  sessionId: storableText(128),
  orderId: OrderId,
  amount: Amount,
  currency: CurrencyCode,
  paidAt: z.nullish(z.iso.datetime()),
  reason: z.nullish(z.string().check(z.maxLength(500), z.refine(isStorable))),
  metadata: z.catch(
    z.object({
      correlationId: z.catch(z.optional(storableText(128)), undefined),
    }),
    { correlationId: undefined },
  ),
});
/** The types of webhooks about money that moved without this service. These webhooks name only the session. */
const MONEY_TYPES: readonly string[] = ['payment.refunded', 'dispute.opened', 'dispute.closed'];
const MoneyData = z.object({ sessionId: storableText(128) });

/** The id of a webhook. It becomes part of event ids, whose length is limited. */
const WebhookId = storableText(150);

/**
 * Verifies webhooks by the Standard Webhooks specification: HMAC-SHA-256 over id, timestamp and raw body. The library
 * refuses timestamps that are off by more than 300 seconds.
 *
 * The current and the previous secret are accepted, so that the secret can be rotated.
 */
export const simulatorWebhooks = (secret: () => Promise<ProviderSecret>): WebhookVerifier => ({
  verify: async (rawBody, headers) => {
    const { webhookSecrets } = await secret();
    if (!webhookSecrets.some((one) => isSignedWith(one, rawBody, headers))) {
      return { outcome: 'invalid-signature' };
    }
    return readWebhook(rawBody, headers['webhook-id']);
  },
});

const isSignedWith = (secret: string, rawBody: string, headers: WebhookHeaders): boolean => {
  const signature = {
    'webhook-id': headers['webhook-id'] ?? '',
    'webhook-timestamp': headers['webhook-timestamp'] ?? '',
    'webhook-signature': headers['webhook-signature'] ?? '',
  };
  try {
    // The body is parsed later, because a signed body that is not JSON is a different failure from a wrong signature.
    new Webhook(secret).verify(rawBody, signature, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
};

const readWebhook = (rawBody: string, id: string | undefined): WebhookVerification => {
  const typed = Typed.safeParse(jsonOf(rawBody));
  if (!typed.success) return { outcome: 'malformed' };
  const { type } = typed.data;
  const webhookId = WebhookId.safeParse(id);
  if (MONEY_TYPES.includes(type)) {
    const moved = MoneyData.safeParse(typed.data.data);
    if (!moved.success || !webhookId.success) return { outcome: 'malformed' };
    const report = { webhookId: webhookId.data, paymentId: moved.data.sessionId };
    return { outcome: 'money-moved', report };
  }
  if (!isKnown(type)) return { outcome: 'ignored', type };
  const data = Data.safeParse(typed.data.data);
  if (!data.success || !webhookId.success) return { outcome: 'malformed' };
  const { metadata, paidAt, reason, ...rest } = data.data;
  return {
    outcome: 'verified',
    report: {
      ...rest,
      outcome: outcomes[type],
      webhookId: webhookId.data,
      ...(paidAt ? { paidAt } : {}),
      ...(reason ? { reason } : {}),
    },
    ...(metadata.correlationId === undefined ? {} : { correlationId: metadata.correlationId }),
  };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
