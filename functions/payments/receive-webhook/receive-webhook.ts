import { AppError } from '../../../shared/errors.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { WebhookQueue, WebhookVerifier } from '../domain/webhook.ts';

/** Takes in a webhook; see `receiveWebhook`. */
export type ReceiveWebhook = (
  rawBody: string,
  headers: Readonly<Record<string, string>>,
  cause: Cause,
) => Promise<void>;

/**
 * Takes in a webhook: verify it over its raw body, put it on the inbox queue, and only then let it be acknowledged. So a
 * provider is never told that something arrived which we might lose, and never waits for our work.
 *
 * The message bears the webhook's id, and goes on under the correlation id that the session was opened with.
 * @throws AppError 401 for a signature that is missing, wrong or old; 400 for a signed body that cannot be read.
 */
export const receiveWebhook =
  ({
    verifier,
    queue,
    now,
  }: {
    readonly verifier: WebhookVerifier;
    readonly queue: WebhookQueue;
    readonly now: Clock;
  }): ReceiveWebhook =>
  async (rawBody, headers, cause) => {
    const webhook = await verifier.verify(rawBody, headers);
    switch (webhook.outcome) {
      case 'invalid-signature':
        throw new AppError(
          'unauthenticated',
          'webhook.invalid-signature',
          'The signature is missing, wrong or too old',
        );
      case 'malformed':
        throw new AppError('invalid', 'webhook.malformed', 'The webhook is signed but cannot be read');
      case 'ignored':
        return;
      case 'verified':
      case 'refund-verified': {
        const message = {
          id: `webhook:${webhook.report.webhookId}`,
          version: 1,
          time: now(),
          correlationId: webhook.correlationId ?? cause.correlationId,
          causationId: cause.causationId,
        } as const;
        await queue.send(
          webhook.outcome === 'verified'
            ? { ...message, type: 'PaymentWebhookReceived', data: webhook.report }
            : { ...message, type: 'RefundWebhookReceived', data: webhook.report },
        );
      }
    }
  };
