import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { untilDeadline } from '../../../shared/outbound.ts';
import { context, email, notification, now, orderId, phone } from '../../support/notifications.ts';
import { startSilentServer, type SilentServer } from '../../support/silent-server.ts';
import { publishedEvent } from '../../support/stored-items.ts';

// A low limit, so that a test fails soon if its call hangs.
jest.setTimeout(20_000);

let server: SilentServer;
/** One call for each adapter that sends requests to another system, by the name of that system. */
let calls: Readonly<Record<string, () => Promise<unknown>>>;

beforeAll(async () => {
  server = await startSilentServer();
  const { url } = server;
  const { host, hostname, port } = new URL(url);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AUTH_ISSUERS: JSON.stringify([
      {
        issuer: 'https://identity.test',
        // The server does not respond to the TLS handshake either.
        jwksUrl: `https://${host}/jwks.json`,
        audience: 'orderly',
        roles: ['customer'],
      },
    ]),
  });
  const { awsClient } = await import('../../../shared/outbound.ts');
  const { documentClient, singleAttemptClient } =
    await import('../../../shared/persistence/document-client.ts');
  const { sendMessage, sendToDeadLetters } = await import('../../../shared/messaging/sqs-client.ts');
  const { eventBridgePublisher } = await import('../../../shared/messaging/event-publisher.ts');
  const { cachedSecret } = await import('../../../shared/config/secret.ts');
  const { bearerTokens } = await import('../../../shared/http/authentication.ts');
  const { sesMailer } = await import('../../../functions/notifications/adapters/ses-mailer.ts');
  const { cognitoAccounts } = await import('../../../functions/orders/adapters/cognito-accounts.ts');
  const { snsTexter } = await import('../../../functions/notifications/adapters/sns-texter.ts');
  const { httpCanaryShop } = await import('../../../functions/ops/adapters/http-canary-shop.ts');
  const { opsSqsClient } = await import('../../../functions/ops/adapters/platform-queues.ts');
  const { awsPlatformStatus } = await import('../../../functions/ops/adapters/aws-platform-status.ts');
  const { sqsDeadLetterQueues } = await import('../../../functions/ops/adapters/sqs-dead-letter-queues.ts');
  const { simulatorPaymentGateway } =
    await import('../../../functions/payments/adapters/simulator-payment-gateway.ts');
  const { stripePaymentGateway } =
    await import('../../../functions/payments/adapters/stripe-payment-gateway.ts');
  const { dynamoWebhookEndpointStore } =
    await import('../../../simulators/payment-gateway/adapters/dynamo-stores.ts');
  const { sqsWebhookQueue } =
    await import('../../../simulators/payment-gateway/adapters/sqs-webhook-queue.ts');
  const { standardWebhookSender } =
    await import('../../../simulators/payment-gateway/adapters/standard-webhook-sender.ts');
  const { dynamoCodeStore } = await import('../../../simulators/identity/adapters/dynamo-code-store.ts');

  const get = new GetCommand({ TableName: 'table', Key: { pk: 'a' } });
  const apiKey = async () => 'sk';
  const { content } = notification;
  const reference = { orderId, correlationId: context.correlationId };
  const queue = {
    name: 'orders-inbox',
    url: `${url}/q`,
    dlqUrl: `${url}/d`,
    dlqName: 'd',
    target: 'queue',
  } as const;
  const data = { sessionId: 'cs_1', orderId, amount: 1, currency: 'EUR', metadata: {} };
  const body = { type: 'payment.succeeded', timestamp: now, data } as const;
  const delivery = { webhook: { id: 'msg_1', body }, attempt: 1, forged: true };
  const deadLetters = sqsDeadLetterQueues({
    sqs: opsSqsClient,
    eventBridge: awsClient(EventBridgeClient),
    busName: 'bus',
  });
  const status = awsPlatformStatus({
    sqs: opsSqsClient,
    cloudWatch: awsClient(CloudWatchClient),
    namePrefix: 'orderly-',
  });
  calls = {
    'a table': () => documentClient.send(get),
    'a table, with a single attempt': () => singleAttemptClient().send(get),
    'a queue': () => sendMessage(`${url}/q`, {}),
    'a dead-letter queue': () =>
      sendToDeadLetters(`${url}/d`, '{}', { code: 'c', reason: 'r', source: 'orders-inbox' }),
    'the bus': () => eventBridgePublisher('bus', 'orders').publish([publishedEvent(1)]),
    'a secret': cachedSecret('arn:aws:secretsmanager:eu-west-1:1:secret:s'),
    'the key set': () =>
      bearerTokens()(
        'Bearer eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL2lkZW50aXR5LnRlc3QifQ.c2ln',
      ),
    SES: () =>
      sesMailer('shop@example.com', 'orderly').send({ to: email, customerId: 'alice', content, reference }),
    Cognito: () => cognitoAccounts('eu-west-1_a').remove('alice'),
    SNS: () => snsTexter().send({ to: phone, content }),
    'the queues of ops': () => deadLetters.depth(queue),
    CloudWatch: () => status.alarms(),
    'the API, as the canary calls it': () =>
      httpCanaryShop(url, async (request) => ({ ...request, headers: {} })).available(),
    'the simulated provider': () => simulatorPaymentGateway({ url, apiKey }).expireSession('cs_1'),
    Stripe: () =>
      stripePaymentGateway({
        apiKey,
        returnUrl: 'https://shop.test',
        client: { host: hostname, port, protocol: 'http' },
      }).expireSession('cs_1'),
    'the table of the simulated provider': () => dynamoWebhookEndpointStore('table').load(),
    'the queue of the simulated provider': () =>
      sqsWebhookQueue(`${url}/q`).send({ delivery, delaySeconds: 0 }),
    'the table of the simulated issuer': () => dynamoCodeStore('table').take('code'),
    'the endpoint of a merchant': () =>
      standardWebhookSender({ emulator: undefined }).post({ url, secret: 'whsec_c2VjcmV0' }, delivery),
  };
});
afterAll(() => server.close());

describe('a call to a server that accepts it and never answers', () => {
  it('ends at the deadline of its invocation, whatever it calls', async () => {
    const begun = Date.now();
    const ends = await untilDeadline(begun + 500, () =>
      Promise.all(
        Object.entries(calls).map(async ([name, call]) => {
          const end = await call().catch((error: Error & { code?: string }) =>
            error.name === 'AppError' ? error.code : error.name,
          );
          return [name, end];
        }),
      ),
    );
    // The libraries' own limits are 6 seconds and more. So if a call ends earlier, it ended because of Orderly's own
    // limits.
    expect(Date.now() - begun).toBeLessThan(5_000);
    expect(Object.fromEntries(ends)).toEqual({
      'a table': 'TimeoutError',
      'a table, with a single attempt': 'TimeoutError',
      'a queue': 'TimeoutError',
      'a dead-letter queue': 'TimeoutError',
      'the bus': 'TimeoutError',
      'a secret': 'TimeoutError',
      'the key set': 'auth.keys-unavailable',
      SES: 'mail.TimeoutError',
      Cognito: 'TimeoutError',
      SNS: 'sms.TimeoutError',
      'the queues of ops': 'TimeoutError',
      CloudWatch: 'TimeoutError',
      'the API, as the canary calls it': 'Error',
      'the simulated provider': 'gateway.no-answer',
      Stripe: 'gateway.StripeConnectionError',
      'the table of the simulated provider': 'TimeoutError',
      'the queue of the simulated provider': 'TimeoutError',
      'the table of the simulated issuer': 'TimeoutError',
      'the endpoint of a merchant': expect.objectContaining({
        delivered: false,
        reason: expect.stringContaining('TimeoutError'),
      }),
    });
  });
});
