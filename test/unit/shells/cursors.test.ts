import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { checkAnswer, serviceRoutes } from '../../support/declared-routes.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';
import { apiEvent, lambdaContext } from '../../support/lambda-events.ts';
import { ORDER_ID, PLACED_AT, pendingOrder } from '../../support/orders.ts';
import { itemWithOutbox, toWire } from '../../support/stored-items.ts';
import { createTokenIssuer, type TokenIssuer } from '../../support/token-issuer.ts';

type Route = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

let aws: FakeAws;
let issuer: TokenIssuer;
let route: Route;

beforeAll(async () => {
  aws = await startFakeAws();
  issuer = await createTokenIssuer();
  Object.assign(process.env, {
    TABLE_NAME: 'orders',
    PARTNERS_TABLE_NAME: 'partners',
    API_URL: 'https://api.test/v1',
    CURSOR_SECRET_ARN: 'cursor-secret',
  });
  route = (await import('../../../functions/orders/lambdas/list-orders.ts')).handler;
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

const pk = `order#${ORDER_ID}`;

/** The first page has one order of the customer. With `hasNext`, DynamoDB reports a next page. */
const given = ({ hasNext }: { readonly hasNext: boolean }): void => {
  const key = { pk: { S: pk }, customerId: { S: 'alice' }, createdAt: { S: PLACED_AT } };
  const order = toWire(itemWithOutbox(pk, [], { state: pendingOrder() }));
  aws.answer(({ operation }) => {
    if (operation === 'DynamoDB.Query')
      return { body: { Items: [key], ...(hasNext ? { LastEvaluatedKey: key } : {}) } };
    if (operation === 'DynamoDB.BatchGetItem') return { body: { Responses: { orders: [order] } } };
    return operation === 'secretsmanager.GetSecretValue' ? { body: { SecretString: 'secret' } } : undefined;
  });
};

const list = async (subject: string, query: Readonly<Record<string, string>>) => {
  const headers = { authorization: await issuer.bearer(subject) };
  const event = apiEvent({ method: 'GET', resource: '/orders', query, headers });
  const { statusCode: status, body } = await route(event, lambdaContext());
  const json = JSON.parse(body) as { readonly nextCursor?: string; readonly code?: string };
  checkAnswer(serviceRoutes, { method: 'GET', path: '/orders', status, body: json });
  return { status, json };
};
const cursorOf = async (subject: string, query: Readonly<Record<string, string>> = {}): Promise<string> => {
  given({ hasNext: true });
  const { json } = await list(subject, { limit: '1', ...query });
  return String(json.nextCursor);
};

describe('a list of several pages', () => {
  it('has no cursor on its only page, and reads no secret for it', async () => {
    given({ hasNext: false });
    const { status, json } = await list('alice', { limit: '1' });
    expect([status, json.nextCursor]).toEqual([200, undefined]);
    expect(aws.inputsOf('secretsmanager.GetSecretValue')).toEqual([]);
  });

  it('goes on where the page of the cursor ended', async () => {
    const cursor = await cursorOf('alice');
    await list('alice', { limit: '1', cursor });
    expect(aws.inputsOf('DynamoDB.Query').map((input) => input['ExclusiveStartKey'])).toEqual([
      undefined,
      { customerId: { S: 'alice' }, createdAt: { S: PLACED_AT }, pk: { S: pk } },
    ]);
  });

  it.each([
    ['of another caller', 'bob', {}],
    ['of a list with another filter', 'alice', { status: 'PAID' }],
  ])('refuses the cursor %s', async (_, subject, filter) => {
    const cursor = await cursorOf('alice');
    const { status, json } = await list(subject, { limit: '1', cursor, ...filter });
    expect([status, json.code]).toEqual([400, 'request.bad-cursor']);
    expect(aws.inputsOf('DynamoDB.Query')).toHaveLength(1);
  });

  it.each([
    ['altered', (cursor: string) => `${cursor.slice(0, -2)}AA`],
    ['cut short', (cursor: string) => cursor.slice(0, 8)],
    ['empty', () => ''],
  ])('refuses a cursor that is %s', async (_, alter) => {
    const cursor = alter(await cursorOf('alice'));
    const { status, json } = await list('alice', { limit: '1', cursor });
    expect([status, json.code]).toEqual([400, 'request.bad-cursor']);
  });
});
