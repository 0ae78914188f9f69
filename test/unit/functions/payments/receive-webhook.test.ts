import { describe, expect, it } from '@jest/globals';
import type { OwnQueue, WebhookVerification } from '../../../../functions/payments/domain/webhook.ts';
import { PaymentWebhookData, RefundWebhookData } from '../../../../functions/payments/reactions.ts';
import { receiveWebhook } from '../../../../functions/payments/receive-webhook.ts';
import { QueueMessageSchema } from '../../../../shared/events/integration-event.ts';
import { AT, refundReturned, succeeded } from '../../../support/payments/world.ts';

const trace = { correlationId: 'http-1', causationId: 'http-1' };
const receive = (verification: WebhookVerification, send?: () => Promise<void>) => {
  const sent: Parameters<OwnQueue['send']>[0][] = [];
  const queue: OwnQueue = {
    send: async (message) => {
      await send?.();
      sent.push(message);
    },
  };
  const verifier = { verify: async () => verification };
  let rejections = 0;
  const onRejected = () => {
    rejections += 1;
  };
  const done = receiveWebhook({ verifier, queue, now: () => AT, onRejected })('{}', {}, trace);
  return { sent, done, rejections: () => rejections };
};

describe('receiving a webhook', () => {
  it('puts it on the inbox queue under its own id and the correlation id of its session', async () => {
    const { sent, done, rejections } = receive({
      outcome: 'verified',
      report: succeeded,
      correlationId: 'corr-1',
    });
    await done;
    expect(rejections()).toBe(0);
    expect(sent).toMatchObject([{ id: 'webhook:msg_1', correlationId: 'corr-1', causationId: 'http-1' }]);
    expect(QueueMessageSchema.parse(sent[0])).toEqual(sent[0]);
    expect(PaymentWebhookData.parse(sent[0]?.data)).toEqual(succeeded);
  });

  it('about a refund is a message of its own', async () => {
    const { sent, done } = receive({ outcome: 'refund-verified', report: refundReturned });
    await done;
    expect(sent).toMatchObject([{ id: 'webhook:msg_r', type: 'RefundWebhookReceived' }]);
    expect(QueueMessageSchema.parse(sent[0])).toEqual(sent[0]);
    expect(RefundWebhookData.parse(sent[0]?.data)).toEqual(refundReturned);
  });

  it('goes on under the id of its own request where the session had none', async () => {
    const { sent, done } = receive({ outcome: 'verified', report: succeeded });
    await done;
    expect(sent[0]?.correlationId).toBe('http-1');
  });

  it('is not acknowledged when the queue does not take it', async () => {
    const { done } = receive({ outcome: 'verified', report: succeeded }, () =>
      Promise.reject(new Error('no queue')),
    );
    await expect(done).rejects.toThrow('no queue');
  });

  it('refuses a bad signature as 401, sends no message, and counts it', async () => {
    const { sent, done, rejections } = receive({ outcome: 'invalid-signature' });
    await expect(done).rejects.toMatchObject({ kind: 'unauthenticated', code: 'webhook.invalid-signature' });
    expect(sent).toEqual([]);
    expect(rejections()).toBe(1);
  });

  it('answers 400 to what is signed and cannot be read, and counts it', async () => {
    const { done, rejections } = receive({ outcome: 'malformed' });
    await expect(done).rejects.toMatchObject({ kind: 'invalid' });
    expect(rejections()).toBe(1);
  });

  it('acknowledges what does not concern payments, without a message', async () => {
    const { sent, done, rejections } = receive({ outcome: 'ignored', type: 'payout.paid' });
    await done;
    expect(sent).toEqual([]);
    expect(rejections()).toBe(0);
  });
});
