import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import type { WebhookHeaders, OwnQueue, WebhookVerifier } from './domain/webhook.ts';

/** The ports of the use case. `onRejected` counts rejections. */
export interface ReceiveWebhookDependencies {
  readonly verifier: WebhookVerifier;
  readonly queue: OwnQueue;
  readonly now: Clock;
  readonly onRejected: () => void;
}

/** The use case that `receiveWebhook` builds. */
export type ReceiveWebhook = (rawBody: string, headers: WebhookHeaders, trace: Trace) => Promise<void>;

/**
 * Verifies a webhook over its raw body, sends it to the inbox queue if this service uses its type, and only then
 * returns. The HTTP response acknowledges the webhook to the provider. So no acknowledged webhook is lost, and the
 * provider does not wait for the work.
 *
 * The message's id contains the webhook's id. The message's correlation id is that of the session, if the webhook
 * contains it.
 * @throws AppError 401 if the signature is missing, wrong or old; 400 if a signed body cannot be read.
 */
export const receiveWebhook =
  ({ verifier, queue, now, onRejected }: ReceiveWebhookDependencies): ReceiveWebhook =>
  async (rawBody, headers, trace) => {
    const webhook = await verifier.verify(rawBody, headers);
    switch (webhook.outcome) {
      case 'invalid-signature':
        onRejected();
        throw new AppError(
          'unauthenticated',
          'webhook.invalid-signature',
          'The signature is missing, wrong or too old',
        );
      case 'malformed':
        onRejected();
        throw new AppError('invalid', 'webhook.malformed', 'The webhook is signed but cannot be read');
      case 'ignored':
        return;
      case 'verified':
      case 'refund-verified':
      case 'money-moved': {
        const message = {
          id: `webhook:${webhook.report.webhookId}`,
          version: 1,
          time: now(),
          correlationId: webhook.correlationId ?? trace.correlationId,
          causationId: trace.causationId,
        } as const;
        switch (webhook.outcome) {
          case 'verified':
            return queue.send({ ...message, type: 'PaymentWebhookReceived', data: webhook.report });
          case 'refund-verified':
            return queue.send({ ...message, type: 'RefundWebhookReceived', data: webhook.report });
          case 'money-moved':
            return queue.send({ ...message, type: 'MoneyWebhookReceived', data: webhook.report });
        }
      }
    }
  };
