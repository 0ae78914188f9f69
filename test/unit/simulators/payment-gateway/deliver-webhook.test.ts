import { describe, expect, it } from '@jest/globals';
import { deliverWebhook } from '../../../../simulators/payment-gateway/deliver-webhook.ts';
import type { Delivery, SendOutcome } from '../../../../simulators/payment-gateway/domain/delivery.ts';
import {
  memoryWebhookEndpoints,
  memoryWebhookQueue,
} from '../../../support/memory/payment-gateway-simulator.ts';

const delivery: Delivery = {
  attempt: 1,
  forged: false,
  webhook: {
    id: 'msg_1',
    body: {
      type: 'payment.succeeded',
      timestamp: '2026-03-01T09:30:00.000Z',
      data: { sessionId: 'cs_1', orderId: 'o-1', amount: 1000, currency: 'EUR', metadata: {} },
    },
  },
};
const failed: SendOutcome = { delivered: false, code: 'webhook.status-500', reason: 'Answered with 500' };

const worker = async (answer: SendOutcome, registered = true) => {
  const endpoints = memoryWebhookEndpoints();
  if (registered) await endpoints.replace(undefined, { url: 'http://shop.test/hook', secret: 'whsec_AAAA' });
  const { queue, sent, resting } = memoryWebhookQueue();
  const posted: string[] = [];
  const sender = {
    post: async ({ url }: { readonly url: string }) => {
      posted.push(url);
      return answer;
    },
  };
  return { deliver: deliverWebhook({ endpoints, sender, queue }), sent, resting, posted };
};

describe('Delivering a webhook', () => {
  it('posts it to the registered address and is done with a 2xx', async () => {
    const { deliver, sent, posted } = await worker({ delivered: true });
    expect(await deliver(delivery)).toBe('delivered');
    expect(posted).toEqual(['http://shop.test/hook']);
    expect(sent).toEqual([]);
  });

  it('tries six times with growing delays and then puts it to rest', async () => {
    const { deliver, sent, resting } = await worker(failed);
    let next = delivery;
    while ((await deliver(next)) === 'retried') next = sent.at(-1)?.delivery ?? next;
    expect(sent.map(({ delaySeconds }) => delaySeconds)).toEqual([1, 3, 10, 30, 90]);
    expect(resting).toEqual([{ delivery: { ...delivery, attempt: 6 }, code: 'webhook.status-500' }]);
  });

  it('does not insist on a forgery that was turned away', async () => {
    const { deliver, sent, resting } = await worker(failed);
    expect(await deliver({ ...delivery, forged: true })).toBe('dropped');
    expect([...sent, ...resting]).toEqual([]);
  });

  it('drops it while nobody has asked for webhooks', async () => {
    const { deliver, posted } = await worker({ delivered: true }, false);
    expect(await deliver(delivery)).toBe('dropped');
    expect(posted).toEqual([]);
  });
});
