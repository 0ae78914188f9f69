import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';
import { checkAnswer, serviceRoutes } from '../../support/declared-routes.ts';
import type { AwsAnswer } from '../../support/fake-aws.ts';
import { apiEvent, lambdaContext } from '../../support/lambda-events.ts';
import { orderIdOf } from '../../support/bus-messages.ts';
import { shellWorld } from '../../support/shell-world.ts';

type Receive = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

const shell = shellWorld();
let receive: Receive;
/** How far the test's clock is ahead of the real one, in milliseconds. */
let ahead = 0;

const MINUTE = 60_000;
/** On a wrong signature, the function reads the secret again if it last read it more than this many ms ago. */
const SHORTLY = 5_000;

beforeAll(async () => {
  Object.assign(process.env, {
    PAYMENTS_INBOX_URL: `${process.env['AWS_ENDPOINT_URL']}/payments-inbox`,
    PAYMENT_PROVIDER: 'simulator',
    PAYMENT_PROVIDER_SECRET_ARN: 'provider-secret',
  });
  receive = (await import('../../../functions/payments/lambdas/receive-webhook.ts')).handler;
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
});
afterEach(() => {
  // Moves the clock forward, so that one test's cached secret has expired in the next test.
  ahead += 2 * MINUTE;
});
afterAll(() => {
  jest.restoreAllMocks();
});

const secretOf = (name: string): string => `whsec_${Buffer.from(name.padEnd(32, '.')).toString('base64')}`;
const current = secretOf('current');

const secretText = (...webhookSecrets: readonly string[]): AwsAnswer => ({
  body: { SecretString: JSON.stringify({ apiKey: 'key-of-ours', webhookSecrets }) },
});
const given = (secret: AwsAnswer, queue?: AwsAnswer): void =>
  shell.aws.answer(({ operation }) => (operation === 'secretsmanager.GetSecretValue' ? secret : queue));
const readings = () => shell.aws.inputsOf('secretsmanager.GetSecretValue');
const sent = () => shell.aws.inputsOf('SQS.SendMessage');
const rejections = () => shell.lines.metrics().filter((line) => line['WebhooksRejected'] === 1).length;
const broken: AwsAnswer = { status: 500, body: { __type: 'InternalServiceError', message: 'down' } };

const paid = {
  type: 'payment.succeeded',
  data: {
    sessionId: 'cs_1',
    orderId: orderIdOf(1),
    amount: 1000,
    currency: 'EUR',
    metadata: { correlationId: 'correlation-1' },
  },
};

const post = async (
  body: unknown,
  {
    secret = current,
    base64 = false,
    headers = {},
  }: {
    readonly secret?: string;
    readonly base64?: boolean;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
) => {
  const raw = typeof body === 'string' ? body : JSON.stringify(body);
  const at = new Date(Date.now());
  const resource = '/webhooks/payments';
  const event = apiEvent({
    method: 'POST',
    resource,
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', at, raw),
      ...headers,
    },
    body: base64 ? Buffer.from(raw).toString('base64') : raw,
  });
  const answer = await receive({ ...event, isBase64Encoded: base64 }, lambdaContext());
  const json: unknown = JSON.parse(answer.body);
  checkAnswer(serviceRoutes, { method: 'POST', path: resource, status: answer.statusCode, body: json });
  return { status: answer.statusCode, headers: answer.headers, json };
};

describe('a webhook of the payment provider', () => {
  it('is sent to the inbox queue of payments and acknowledged', async () => {
    given(secretText(current));
    expect(await post(paid)).toMatchObject({ status: 200, json: { received: true } });
    expect(sent()).toEqual([
      { QueueUrl: process.env['PAYMENTS_INBOX_URL'], MessageBody: expect.any(String) },
    ]);
    expect(JSON.parse(String(sent()[0]!['MessageBody']))).toEqual({
      id: 'webhook:msg_1',
      type: 'PaymentWebhookReceived',
      version: 1,
      time: expect.stringMatching(/Z$/),
      correlationId: 'correlation-1',
      causationId: expect.any(String),
      data: {
        outcome: 'succeeded',
        webhookId: 'msg_1',
        sessionId: 'cs_1',
        orderId: orderIdOf(1),
        amount: 1000,
        currency: 'EUR',
      },
    });
  });

  it('is not acknowledged when the queue fails, so that the provider sends it again', async () => {
    given(secretText(current), broken);
    expect(await post(paid)).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  });

  it('is verified over its raw bytes when API Gateway encodes them in base64', async () => {
    given(secretText(current));
    const raw = `${JSON.stringify(paid, null, 2)}\n`;
    expect(await post(raw, { base64: true })).toMatchObject({ status: 200 });
    expect(sent()).toHaveLength(1);
  });

  it.each([
    ['signed by somebody else', { secret: secretOf('stranger') }],
    ['without a signature', { headers: { 'webhook-signature': '' } }],
    ['of ten minutes ago', { headers: { 'webhook-timestamp': '1767225600' } }],
  ])('%s is refused and not sent to the queue', async (_, options) => {
    given(secretText(current));
    expect(await post(paid, options)).toMatchObject({
      status: 401,
      json: { code: 'webhook.invalid-signature' },
    });
    expect(sent()).toEqual([]);
    expect(rejections()).toBe(1);
  });

  it('that is signed but malformed is refused', async () => {
    given(secretText(current));
    expect(await post('{')).toMatchObject({ status: 400, json: { code: 'webhook.malformed' } });
    expect(sent()).toEqual([]);
    expect(rejections()).toBe(1);
  });

  it('of another type is acknowledged and not sent to the queue', async () => {
    given(secretText(current));
    expect(await post({ type: 'customer.created', data: {} })).toMatchObject({ status: 200 });
    expect(sent()).toEqual([]);
    expect(rejections()).toBe(0);
  });

  it('above 64 KiB is refused', async () => {
    given(secretText(current));
    expect(await post({ ...paid, more: 'x'.repeat(65 * 1024) })).toMatchObject({ status: 413 });
    expect(sent()).toEqual([]);
  });
});

describe('the secret of the payment provider', () => {
  it('is read at most once a minute', async () => {
    given(secretText(current));
    for (let n = 0; n < 3; n += 1) expect(await post(paid)).toMatchObject({ status: 200 });
    ahead += MINUTE - 5_000;
    expect(await post(paid)).toMatchObject({ status: 200 });
    expect(readings()).toEqual([{ SecretId: 'provider-secret' }]);
  });

  it('is read again for a signature that no cached secret made, so that a rotation refuses no webhook', async () => {
    given(secretText(current));
    expect(await post(paid)).toMatchObject({ status: 200 });
    const next = secretOf('next');
    given(secretText(next, current));
    ahead += SHORTLY;
    expect(await post(paid, { secret: next })).toMatchObject({ status: 200 });
    expect(await post(paid)).toMatchObject({ status: 200 });
    expect(rejections()).toBe(0);
    expect(readings()).toHaveLength(2);
  });

  it('is read again at most every five seconds, however many webhooks have a wrong signature', async () => {
    given(secretText(current));
    for (let n = 0; n < 10; n += 1) {
      expect(await post(paid, { secret: secretOf('stranger') })).toMatchObject({ status: 401 });
      if (n === 5) ahead += SHORTLY;
    }
    expect(readings()).toHaveLength(2);
  });

  it('that was removed is refused after a minute', async () => {
    const next = secretOf('next');
    given(secretText(next, current));
    expect(await post(paid)).toMatchObject({ status: 200 });
    given(secretText(next));
    ahead += MINUTE;
    expect(await post(paid)).toMatchObject({ status: 401 });
    expect(await post(paid, { secret: next })).toMatchObject({ status: 200 });
  });

  it('that cannot be read again is unavailable, so that the provider repeats a webhook of the new secret', async () => {
    given(secretText(current));
    expect(await post(paid)).toMatchObject({ status: 200 });
    given(broken);
    ahead += SHORTLY;
    const unknown = { secret: secretOf('next') };
    expect(await post(paid, unknown)).toMatchObject({ status: 503 });
    expect(await post(paid)).toMatchObject({ status: 200 });
    const before = readings().length;
    expect(await post(paid, unknown)).toMatchObject({ status: 401 });
    expect(readings()).toHaveLength(before);
  });

  it('is read again after a failed read, and no webhook is accepted or refused meanwhile', async () => {
    given(broken);
    expect(await post(paid)).toMatchObject({ status: 503 });
    expect(sent()).toEqual([]);
    given(secretText(current));
    expect(await post(paid)).toMatchObject({ status: 200 });
  });

  it.each([
    ['that is not configured', { body: { SecretString: '{"apiKey":"key-of-ours"}' } }],
    ['that is no JSON', { body: { SecretString: 'key-of-ours' } }],
  ])('%s gives a 503, and appears in no response and no log line', async (_, secret) => {
    given(secret);
    const answer = await post(paid);
    expect(answer).toMatchObject({ status: 503, json: { code: 'payments.provider-not-configured' } });
    expect(JSON.stringify(answer)).not.toContain('key-of-ours');
    expect(shell.lines.logs()).toContainEqual(expect.objectContaining({ level: 'WARN' }));
    expect(shell.lines.text()).not.toContain('key-of-ours');
  });

  it('appears in no log line, and neither does the webhook or its signature', async () => {
    given(secretText(current));
    await post(paid);
    await post(paid, { secret: secretOf('stranger') });
    given(broken);
    ahead += 2 * MINUTE;
    await post(paid);
    expect(shell.lines.logs().filter(({ message }) => message === 'Request answered')).toHaveLength(3);
    expect(shell.lines.text()).not.toMatch(/key-of-ours|whsec_|v1,|cs_1/);
  });
});
