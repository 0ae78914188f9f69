import { randomBytes } from 'node:crypto';
import { Webhook as Signer } from 'standardwebhooks';
import { reachableApiUrl } from '../../../shared/config/env.ts';
import { limitedFetch } from '../../../shared/outbound.ts';
import type { WebhookSender } from '../domain/delivery.ts';

/** The merchant's server must respond within this time. */
const TIMEOUT_MS = 5_000;

/** How the paths of APIs begin on the emulators MiniStack and LocalStack. */
const EMULATED_API = /^\/(?:_aws\/execute-api|restapis)\//;

/**
 * The URL at which a function reaches a registered endpoint. On an emulator, a merchant registers an address of the
 * developer's machine (`http://localhost:4566/…`). A function that runs in a container cannot reach that address. So
 * the origin is replaced by the origin at which functions reach the emulator.
 */
export const deliveryUrl = (url: string, emulator: string | undefined): string => {
  const reachable = reachableApiUrl(url, emulator);
  const parsed = new URL(reachable);
  if (!emulator || !EMULATED_API.test(parsed.pathname)) return reachable;
  return `${new URL(emulator).origin}${parsed.pathname}${parsed.search}`;
};

/**
 * Sends webhooks as the Standard Webhooks specification describes. The signature covers id, timestamp and body. A
 * redirection counts as a failure, as the specification advises.
 * @param options.emulator the address at which functions reach the emulator, if there is one.
 */
export const standardWebhookSender = (options: { readonly emulator: string | undefined }): WebhookSender => ({
  post: async ({ url, secret }, { webhook, forged }) => {
    const body = JSON.stringify(webhook.body);
    const sentAt = new Date();
    const signer = new Signer(forged ? `whsec_${randomBytes(24).toString('base64')}` : secret);
    try {
      const answer = await limitedFetch(TIMEOUT_MS)(deliveryUrl(url, options.emulator), {
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
