import { randomBytes } from 'node:crypto';
import { Webhook as Signer } from 'standardwebhooks';
import { reachableApiUrl } from '../../../../shared/config/endpoint.ts';
import type { WebhookSender } from '../domain/webhook-sender.ts';

/** How long the merchant's server may take to answer. */
const PATIENCE_MS = 5_000;

/** An API Gateway's path on an emulator: path style, as MiniStack and LocalStack serve it. */
const EMULATED_API = /^\/(?:_aws\/execute-api|restapis)\//;

/**
 * Where to send for a registered address. Beside an emulator a merchant's API is registered under the emulator's address
 * as the host sees it, e.g. `http://localhost:4566/_aws/execute-api/…`, which in a container leads nowhere: there its
 * origin is the one by which functions reach the emulator.
 */
export const deliveryUrl = (url: string, emulator: string | undefined): string => {
  const reachable = reachableApiUrl(url, emulator);
  const parsed = new URL(reachable);
  if (!emulator || !EMULATED_API.test(parsed.pathname)) return reachable;
  return `${new URL(emulator).origin}${parsed.pathname}${parsed.search}`;
};

/**
 * Sends webhooks by the Standard Webhooks specification: `webhook-id`, `webhook-timestamp` (seconds, of this attempt) and
 * `webhook-signature` over id, timestamp and body. A redirection is a failure, as the specification advises.
 * @param options.emulator the emulator's address as functions see it, if there is one.
 */
export const standardWebhookSender = (options: { readonly emulator: string | undefined }): WebhookSender => ({
  post: async ({ url, secret }, { webhook, forged }) => {
    const body = JSON.stringify(webhook.body);
    const sentAt = new Date();
    const signer = new Signer(forged ? `whsec_${randomBytes(24).toString('base64')}` : secret);
    try {
      const answer = await fetch(deliveryUrl(url, options.emulator), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'orderly-payment-gateway-simulator',
          'webhook-id': webhook.id,
          'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
          'webhook-signature': signer.sign(webhook.id, sentAt, body),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await answer.body?.cancel();
      return answer.ok
        ? { delivered: true }
        : {
            delivered: false,
            code: `webhook.status-${answer.status}`,
            reason: `Answered with ${answer.status}`,
          };
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return { delivered: false, code: 'webhook.unreachable', reason };
    }
  },
});
