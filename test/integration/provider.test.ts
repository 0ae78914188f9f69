import { randomUUID } from 'node:crypto';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Route } from '../../shared/http/route.ts';
import * as api from '../../simulators/payment-gateway/api.ts';
import { sqs } from '../support/aws.ts';
import { simulators } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { gatewayKey, paymentOf, reachPayment, sessionIdOf, whileGateway } from '../support/gateway.ts';
import { request } from '../support/http.ts';
import { functionLogs } from '../support/logs.ts';
import { cancel, newCustomer, newProduct, place, placePaid, reachLink, reachWhen } from '../support/shop.ts';
import { deployedStack } from '../support/stack.ts';

const customer = newCustomer();
let productId: string;
const payable = async () => {
  const { orderId } = await place(customer, [{ productId, quantity: 1 }]);
  return reachLink(orderId);
};
const shown = async (path: string) => request('GET', simulators(path), { token: await gatewayKey() });

beforeAll(async () => {
  productId = await newProduct(100, 700);
});

describe('the simulated provider', () => {
  it('shows the payment page at the link, at the address that people use', async () => {
    const { paymentLink = '' } = await payable();
    expect(paymentLink.startsWith(`${deployedStack().simulatorsUrl}/gateway/pay/`)).toBe(true);
    const page = await request<string>('GET', paymentLink);
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('7.00') });
  });

  it('shows a session to the merchant', async () => {
    const { paymentLink = '' } = await payable();
    const answer = await shown(`/gateway/sessions/${sessionIdOf({ paymentLink })}`);
    expect(answer).toMatchObject({ status: 200, body: { amount: 700, status: 'open', url: paymentLink } });
  });

  it('shows how it misbehaves', async () => {
    await whileGateway({ delaySeconds: 1 }, async () => {
      expect((await shown('/gateway/behaviour')).body).toEqual({ delaySeconds: 1 });
    });
    expect((await shown('/gateway/behaviour')).body).toEqual({});
  });
});

describe('a provider that acts but does not answer', () => {
  /** How often the test tries to make the provider give no response to the intended call. */
  const MOST_ATTEMPTS = 5;

  /**
   * Makes the provider carry out one call without sending the response. The fault may hit another call instead, for
   * example a call about an order that has just expired. Then the test would prove nothing, so it starts again.
   * @param route the route of the simulator that must give no response
   * @param prepare runs the steps before that call. The provider responds to the calls of these steps
   */
  const withoutAnswer = async <Prepared, Result>(
    { method, path }: Route,
    prepare: () => Promise<Prepared>,
    act: (prepared: Prepared) => Promise<Result>,
  ): Promise<Result> => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const prepared = await prepare();
      const since = Date.now();
      const result = await whileGateway({ timeOutAfterActing: 1 }, () => act(prepared));
      const lines = await functionLogs(deployedStack().endpoint ?? '', { group: 'serve-merchant', since });
      const unanswered = ['"status":504', `"method":"${method}"`, `"route":"${path}"`];
      if (lines.some(({ message }) => unanswered.every((part) => message.includes(part)))) return result;
    }
    throw new Error(`${method} ${path} answered each time, because other calls took its turn`);
  };

  it('opens one session for an order', async () => {
    const { orderId } = await withoutAnswer(api.createSession, async () => undefined, payable);
    expect(await paymentOf(orderId)).toMatchObject({ status: 'PENDING', amount: 700 });
  });

  it('closes the session of a cancelled order', async () => {
    await withoutAnswer(api.expireSession, payable, async ({ orderId }) => {
      await cancel(customer, 'customer', orderId);
      await reachPayment(orderId, ({ status }) => status === 'CLOSED');
    });
  });

  it('refunds the payment of a cancelled order once', async () => {
    const paid = () => placePaid(customer, productId);
    const orderId = await withoutAnswer(api.refundPayment, paid, async (order) => {
      await cancel(customer, 'customer', order.orderId);
      await reachWhen(order.orderId, 'being refunded', ({ refundedAmount }) => refundedAmount === 700);
      return order.orderId;
    });
    expect((await paymentOf(orderId)).refunds.map(({ amount, status }) => [amount, status])).toEqual([
      [700, 'SETTLED'],
    ]);
  });
});

describe('a webhook that the merchant refuses', () => {
  // This test covers only the last attempt. webhook-secrets.test.ts shows that the provider sends a refused webhook
  // again.
  it('is a dead letter with its cause after the last attempt', async () => {
    const id = `msg_${randomUUID()}`;
    // The merchant refuses a webhook without data, with status 400.
    const delivery = { webhook: { id, body: { type: 'payment.succeeded' } }, attempt: 6, forged: false };
    const MessageBody = JSON.stringify(delivery);
    const { gatewayWebhooks, gatewayWebhooksDlq: QueueUrl } = deployedStack().queues;
    await sqs().send(new SendMessageCommand({ QueueUrl: gatewayWebhooks, MessageBody }));
    const letter = await eventually(
      async () => {
        const receive = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
        const { Messages = [] } = await sqs().send(new ReceiveMessageCommand(receive));
        const found = Messages.find(({ Body = '' }) => Body.includes(id));
        if (found === undefined) throw new Error(`${Messages.length} other messages`);
        return found;
      },
      { describe: `the dead letter of ${id}` },
    );
    expect(letter.MessageAttributes?.['code']?.StringValue).toBe('webhook.status-400');
    // Deletes the dead letter, because other tests check that there are no dead letters.
    await sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: letter.ReceiptHandle }));
  });
});
