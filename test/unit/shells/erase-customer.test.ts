import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { erasureIdOf } from '../../../functions/orders/domain/erasure.ts';
import { awsError, conditionFailed } from '../../support/aws-answers.ts';
import type { AwsAnswer } from '../../support/fake-aws.ts';
import { apiEvent, lambdaContext } from '../../support/lambda-events.ts';
import { shellWorld } from '../../support/shell-world.ts';
import { savedItem } from '../../support/stored-items.ts';
import { createTokenIssuer, type TokenIssuer } from '../../support/token-issuer.ts';

type Route = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

const ALICE = '0f8a41d2-0061-70c7-9a2b-5d1c3e4f6a7b';
const ROOT = '0f8a41d2-0061-70c7-9a2b-000000000001';
const POOL = 'eu-west-1_Customers';
const DELETE_ACCOUNT = 'CognitoIdentityProviderService.AdminDeleteUser';

const shell = shellWorld();
let issuer: TokenIssuer;
let withoutPool: Route;
let withPool: Route;
/** The response of Cognito. */
let cognito: AwsAnswer | undefined;

const load = async (): Promise<Route> => {
  jest.resetModules();
  return (await import('../../../functions/orders/lambdas/erase-customer.ts')).handler;
};

beforeAll(async () => {
  issuer = await createTokenIssuer();
  Object.assign(process.env, { TABLE_NAME: 'table', ERASURE_COPIES_DAYS: '100' });
  withoutPool = await load();
  process.env['CUSTOMER_POOL_ID'] = POOL;
  withPool = await load();
});
beforeEach(() => {
  cognito = undefined;
  let stored: unknown;
  shell.aws.answer(({ operation, input }) => {
    if (operation === DELETE_ACCOUNT) return cognito;
    if (operation === 'DynamoDB.GetItem') return { body: { Item: stored } };
    if (stored !== undefined) return conditionFailed();
    stored = input['Item'];
    return undefined;
  });
});

const send = async (route: Route, resource: string, subject: string, role: string, customerId?: string) => {
  const headers = { authorization: await issuer.bearer(subject, role) };
  const path = customerId === undefined ? {} : { path: { customerId } };
  const event = apiEvent({ method: 'DELETE', resource, headers, ...path });
  const { statusCode, headers: answered, body } = await route(event, lambdaContext());
  return { status: statusCode, headers: answered, body: JSON.parse(body) as Record<string, unknown> };
};
const eraseMe = (route = withPool, subject = ALICE, role = 'customer') => send(route, '/me', subject, role);
const eraseCustomer = (customerId: string, role = 'admin') =>
  send(withPool, '/customers/{customerId}', ROOT, role, customerId);
/** The customers whose accounts Cognito was asked to delete. */
const deleted = () => shell.aws.inputsOf(DELETE_ACCOUNT).map(({ Username }) => Username);
const operations = () => shell.aws.calls.map(({ operation }) => operation);

describe('a customer who asks to be forgotten', () => {
  it('loses the account in the pool of customers, once the erasure is stored', async () => {
    expect((await eraseMe()).status).toBe(202);
    expect(operations()).toEqual(['DynamoDB.PutItem', DELETE_ACCOUNT]);
    expect(shell.aws.inputsOf(DELETE_ACCOUNT)).toEqual([{ UserPoolId: POOL, Username: ALICE }]);
  });

  it('is forgotten if the account is gone already', async () => {
    cognito = awsError('UserNotFoundException');
    expect((await eraseMe()).status).toBe(202);
    expect(deleted()).toEqual([ALICE]);
  });

  it.each([
    ['is throttled', awsError('TooManyRequestsException')],
    ['is denied', awsError('AccessDeniedException', { message: 'arn:aws:iam::1:role/erase may not' })],
    ['has no such pool', awsError('ResourceNotFoundException')],
    ['fails', awsError('InternalErrorException', {}, 500)],
  ])('is told when the deletion %s, and the erasure is under way', async (_, answer) => {
    cognito = answer;
    const { status, headers, body } = await eraseMe();
    expect([status, body['code']]).toEqual([503, 'erasure.account-not-deleted']);
    expect(body['detail']).toMatch(/^The erasure is under way, but the account .* Repeat the request$/);
    expect(headers).toMatchObject({ 'retry-after': '2' });
    expect(JSON.stringify(body)).not.toContain('arn:');
    const [put] = shell.aws.inputsOf('DynamoDB.PutItem').map(savedItem);
    expect(put?.state).toMatchObject({ status: 'UNDER_WAY', customerId: ALICE });
    expect(JSON.stringify(put?.outbox)).toContain('CustomerErasureRequested');
  });

  it('finds the erasure under way when the request is repeated, and the account is tried again', async () => {
    cognito = awsError('AccessDeniedException');
    await eraseMe();
    const [put] = shell.aws.inputsOf('DynamoDB.PutItem').map(savedItem);
    cognito = undefined;
    const { status, body } = await eraseMe();
    expect([status, body['requestedAt']]).toEqual([202, put?.state['requestedAt']]);
    expect(deleted()).toEqual([ALICE, ALICE]);
  });

  it('is in the log, also if the account could not be deleted, so that a restored table can be corrected', async () => {
    cognito = awsError('AccessDeniedException');
    await eraseMe();
    expect(shell.lines.logs()).toEqual([
      expect.objectContaining({
        message: 'The customer requests an erasure',
        erasureId: erasureIdOf(ALICE),
      }),
      expect.objectContaining({
        level: 'WARN',
        code: 'erasure.account-not-deleted',
        error: expect.objectContaining({
          cause: expect.objectContaining({ name: 'AccessDeniedException' }) as unknown,
        }) as unknown,
      }),
      expect.objectContaining({ status: 503 }),
    ]);
  });

  it('has no account of ours to delete on a stage without a pool', async () => {
    expect((await eraseMe(withoutPool)).status).toBe(202);
    expect(operations()).toEqual(['DynamoDB.PutItem']);
  });
});

describe('an administrator', () => {
  it('has the account of the customer deleted, and is noted', async () => {
    expect((await eraseCustomer(ALICE)).status).toBe(202);
    expect(deleted()).toEqual([ALICE]);
    expect(shell.lines.logs()).toContainEqual(
      expect.objectContaining({ erasureId: erasureIdOf(ALICE), adminId: ROOT }),
    );
  });

  it('who asks to be forgotten loses only the own account', async () => {
    expect((await eraseMe(withPool, ROOT, 'admin')).status).toBe(202);
    expect(deleted()).toEqual([ROOT]);
  });

  // Cognito would also find an account by its e-mail address or phone number, and delete it. But the customer's orders
  // would stay, because Orderly finds them only by the customer's id.
  it.each(['alice@example.com', '+4915112345678', 'two words'])(
    'cannot delete the account of a customer by anything but the id: %s',
    async (other) => {
      expect((await eraseCustomer(other)).status).toBe(202);
      expect(deleted()).toEqual([]);
    },
  );

  it.each(['customer', 'staff'])(
    'is needed to forget another customer; the role %s is refused',
    async (role) => {
      expect((await eraseCustomer(ALICE, role)).status).toBe(403);
      expect(operations()).toEqual([]);
    },
  );
});
