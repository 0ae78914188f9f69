import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context, SQSEvent } from 'aws-lambda';
import type { Route } from '../../../../shared/http/route.ts';
import * as api from '../../../../simulators/payment-gateway/api.ts';
import { checkAnswer, simulatorRoutes } from '../../../support/declared-routes.ts';
import { startFakeAws, type FakeAws } from '../../../support/fake-aws.ts';
import { lambdaContext } from '../../../support/lambda-events.ts';

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;
type Deliver = (event: SQSEvent, context: Context) => Promise<unknown>;
interface Call {
  readonly id?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | string;
}
type Put = Readonly<{ Item: Readonly<Record<string, { readonly S?: string }>> }>;

let aws: FakeAws;
let load: (name: string) => Promise<{ readonly handler: unknown }>;

beforeAll(async () => {
  aws = await startFakeAws();
  const items = new Map<string | undefined, object>();
  aws.answer(({ operation, input }) => {
    if (operation === 'secretsmanager.GetSecretValue') return { body: { SecretString: 'sk' } };
    if (operation === 'DynamoDB.PutItem') {
      const { Item } = input as unknown as Put;
      items.set(Item['pk']?.S, Item);
    }
    if (operation !== 'DynamoDB.GetItem') return undefined;
    const Item = items.get((input['Key'] as Put['Item'])['pk']?.S);
    return { body: Item === undefined ? {} : { Item } };
  });
  Object.assign(process.env, {
    TABLE_NAME: 'table',
    GATEWAY_SECRET_KEY_ARN: 'arn:aws:secretsmanager:eu-west-1:1:secret:key',
    WEBHOOK_QUEUE_URL: `${process.env['AWS_ENDPOINT_URL']}/1/webhooks`,
    WEBHOOK_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/1/webhooks-dlq`,
  });
  load = (name) => import(`../../../../simulators/payment-gateway/lambdas/${name}.ts`);
});
afterAll(() => aws.close());

const authorization = 'Bearer sk';

/** Calls a route's function, and checks its response against the declaration of the route. */
const call = async (name: string, route: Route, { id, headers, body }: Call = {}) => {
  const event = {
    httpMethod: route.method,
    resource: route.path,
    headers: { authorization, host: 'gateway.test', 'content-type': 'application/json', ...headers },
    pathParameters: id === undefined ? null : { id },
    body: typeof body === 'object' ? JSON.stringify(body) : (body ?? null),
    requestContext: { apiId: 'a', stage: 'local' },
  } as unknown as APIGatewayProxyEvent;
  const {
    statusCode,
    body: raw,
    headers: given,
  } = await ((await load(name)).handler as Handler)(event, lambdaContext());
  const isText = String(given?.['content-type']).startsWith('text/');
  const answer: unknown = isText ? raw : JSON.parse(raw);
  checkAnswer(simulatorRoutes, { method: route.method, path: route.path, status: statusCode, body: answer });
  return { statusCode, answer };
};

const terms = { orderId: 'o-1', amount: 1000, currency: 'EUR', payBy: '2026-03-01T10:00:00.000Z' };
const withKey = { headers: { 'idempotency-key': 'k' } };

describe('The routes of the payment gateway', () => {
  it('answer what they declare', async () => {
    const opened = await call('serve-merchant', api.createSession, { ...withKey, body: terms });
    expect(opened).toMatchObject({ statusCode: 201, answer: { status: 'open' } });
    const { id } = opened.answer as { readonly id: string };
    expect(await call('serve-merchant', api.getSession, { id })).toMatchObject({ statusCode: 200 });
    const page = await call('serve-payer', api.showPaymentPage, { id });
    expect(page).toMatchObject({ statusCode: 200, answer: expect.stringContaining('<form method="post">') });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const declined = { id, headers: form, body: 'outcome=decline' };
    expect(await call('serve-payer', api.paySession, declined)).toMatchObject({ statusCode: 200 });
    const paid = { id, body: { outcome: 'succeed' } };
    expect(await call('serve-payer', api.paySession, paid)).toMatchObject({ answer: { status: 'paid' } });
    expect(await call('serve-merchant', api.expireSession, { id })).toMatchObject({
      answer: { status: 'paid', url: expect.stringContaining(`/gateway/pay/${id}`) },
    });
    const refund = { ...withKey, id, body: { amount: 400 } };
    expect(await call('serve-merchant', api.refundPayment, refund)).toMatchObject({ statusCode: 201 });
  });

  it('register an endpoint, and set and show the behaviour', async () => {
    const body = { url: 'http://127.0.0.1:9/' };
    expect(await call('serve-merchant', api.registerWebhookEndpoint, { body })).toMatchObject({
      statusCode: 200,
      answer: { secret: expect.stringMatching(/^whsec_/) },
    });
    const behaviour = { refuseSessions: true };
    const set = await call('serve-console', api.setBehaviour, { body: behaviour });
    expect(set).toEqual({ statusCode: 200, answer: behaviour });
    expect(await call('serve-console', api.getBehaviour)).toEqual({ statusCode: 200, answer: behaviour });
    const refused = { headers: { 'idempotency-key': 'k2' }, body: terms };
    expect(await call('serve-merchant', api.createSession, refused)).toMatchObject({
      statusCode: 402,
      answer: { code: 'gateway.session-refused' },
    });
    expect(await call('serve-merchant', api.getSession, { id: 'cs_none' })).toMatchObject({
      statusCode: 404,
      answer: { code: 'gateway.session-not-found' },
    });
  });

  it('answer 401 without the secret key', async () => {
    for (const wrong of ['', 'Bearer sk2']) {
      expect(
        await call('serve-console', api.getBehaviour, { headers: { authorization: wrong } }),
      ).toMatchObject({ statusCode: 401, answer: { code: 'gateway.bad-secret-key' } });
    }
  });
});

describe('A batch of webhooks', () => {
  it('reports the records that failed, and no other', async () => {
    const webhook = { id: 'msg_1', body: { type: 'payment.succeeded' } };
    const bodies = ['{', JSON.stringify({ webhook, attempt: 1, forged: true }), '{}'];
    const Records = bodies.map((body, index) => ({ messageId: `m${index}`, body }));
    const deliver = (await load('deliver-webhook')).handler as Deliver;
    expect(await deliver({ Records } as unknown as SQSEvent, lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm2' }],
    });
  });
});
