import { GetItemCommand, PutItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok, type HttpResponse } from '../../../shared/http/responses.ts';
import { route, type RouteAuth } from '../../../shared/http/route.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayActFor, type Caller } from '../../../shared/kernel/caller.ts';
import { awsClient } from '../../../shared/outbound.ts';
import { access as realAccess, type Access } from '../../support/authorisation/access.ts';
import { answerInProcess, type RouteHandler } from '../../support/authorisation/in-process.ts';
import { deviationsOf, matrixOf } from '../../support/authorisation/matrix.ts';
import { callersOfTwoPools, OWNER, twoPools } from '../../support/authorisation/two-pools.ts';
import { serviceRoutes } from '../../support/declared-routes.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';

let aws: FakeAws;
let client: DynamoDBClient;

beforeAll(async () => {
  aws = await startFakeAws();
  process.env['AUTH_ISSUERS'] = twoPools;
  client = awsClient(DynamoDBClient);
});
afterAll(() => aws.close());

const planted = (auth: RouteAuth) =>
  route({ method: 'POST', path: '/planted', auth, summary: 'Planted', answers: () => ({}) });

const write = () => client.send(new PutItemCommand({ TableName: 'table', Item: { pk: { S: 'planted' } } }));
const read = () => client.send(new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'planted' } } }));
const writing = async () => {
  await write();
  return ok({});
};
const handlerFor = (auth: RouteAuth, handle: (caller: Caller) => Promise<HttpResponse> = writing) =>
  httpHandler(planted(auth), ({ caller }) => handle(caller));

/**
 * Sends the requests of all callers to one route. Returns the unexpected outcomes, and the callers that must be
 * refused.
 */
const matrixWith = async (access: Access, handler: RouteHandler) => {
  const [name, does] = ['POST /planted', 'DynamoDB.PutItem'];
  const table = { [name]: access };
  const cases = matrixOf([planted('public')], table, callersOfTwoPools);
  const answer = answerInProcess({
    aws,
    table,
    requests: { [name]: { lambda: 'none', does } },
    handlers: { [name]: handler },
    itemsFor: () => () => undefined,
    secrets: {},
  });
  const refused = cases.filter(({ expected }) => !expected.includes('admitted'));
  return { deviations: await deviationsOf(cases, 1, answer), refused: refused.length };
};

describe('the tables of the matrix', () => {
  it('fail for a route without an expectation, which a new route is', () => {
    const routes = [...serviceRoutes, planted('admin')];
    expect(() => matrixOf(routes, realAccess, callersOfTwoPools)).toThrow(
      /^POST \/planted has no expectation\. Add it to test\/support\/authorisation\/access\.ts\.$/,
    );
  });

  it('fail for an expectation without a route', () => {
    expect(() => matrixOf(serviceRoutes.slice(1), realAccess, callersOfTwoPools)).toThrow(
      /^[A-Z]+ \S+ has an expectation, but no api\.ts declares it\.$/,
    );
  });

  it('fail for a route that is declared twice, because only one of the two would be called', () => {
    const routes = [...serviceRoutes, ...serviceRoutes.slice(0, 1)];
    expect(() => matrixOf(routes, realAccess, callersOfTwoPools)).toThrow(/^\S+ \S+ is declared twice\.$/);
  });

  it('fail for a route without a request', async () => {
    const answer = answerInProcess({
      aws,
      table: {},
      requests: {},
      handlers: {},
      itemsFor: () => () => undefined,
      secrets: {},
    });
    const cases = matrixOf([planted('admin')], { 'POST /planted': 'admin' }, callersOfTwoPools);
    await expect(answer(cases[0]!)).rejects.toThrow('POST /planted has no request.');
  });
});

describe('the matrix', () => {
  it.each([
    ['signed-in', 'customer'],
    ['staff', 'staff'],
    ['admin', 'admin'],
    ['anyone', 'public'],
  ] as const)('passes a route that %s may call, and that declares %s', async (access, auth) => {
    expect((await matrixWith(access, handlerFor(auth))).deviations).toEqual([]);
  });

  it('finds a public route that should need a token: every caller without a valid token is admitted', async () => {
    const { deviations, refused } = await matrixWith('signed-in', handlerFor('public'));
    expect(deviations).toHaveLength(refused);
    expect(deviations).toContain(
      'POST /planted, called with no token: expected 401 auth.missing, got admitted',
    );
  });

  it('finds a handler without the authentication step', async () => {
    const handler: RouteHandler = async () => {
      await write();
      return { statusCode: 200, body: '{}' };
    };
    const { deviations, refused } = await matrixWith('admin', handler);
    expect(deviations).toHaveLength(refused);
    expect(refused).toBe(callersOfTwoPools.length - 1);
  });

  it.each([
    ['admin', 'staff', ['the token of staff']],
    [
      'staff',
      'customer',
      callersOfTwoPools
        .filter(({ standing }) => standing === 'customer' || standing === 'owner')
        .map(({ name }) => name),
    ],
  ] as const)('finds a route for %s that lets in the role %s', async (access, auth, admitted) => {
    const { deviations } = await matrixWith(access, handlerFor(auth));
    expect(deviations).toEqual(
      admitted.map(
        (name) => `POST /planted, called with ${name}: expected 403 auth.role-missing, got admitted`,
      ),
    );
  });

  it('finds a route that refuses whom it should admit', async () => {
    const { deviations } = await matrixWith('staff', handlerFor('admin'));
    expect(deviations).toEqual([
      'POST /planted, called with the token of staff: expected admitted, got 403 auth.role-missing',
    ]);
  });

  it('finds a route that does its work before it refuses the caller', async () => {
    const inner = handlerFor('admin');
    const { deviations, refused } = await matrixWith('admin', async (event, context) => {
      await write();
      return inner(event, context);
    });
    expect(deviations).toHaveLength(refused);
    expect(deviations[0]).toMatch(
      /expected 401 auth\.missing, got 401 auth\.missing after DynamoDB\.PutItem$/,
    );
  });

  it('finds a route that does nothing for those whom it admits', async () => {
    const { deviations } = await matrixWith(
      'admin',
      handlerFor('admin', async () => ok({})),
    );
    expect(deviations).toEqual([
      'POST /planted, called with the token of an admin: expected admitted, got status 200 without DynamoDB.PutItem: {}',
    ]);
  });

  it('finds a route that fails, because a failure admits nobody', async () => {
    const failing = handlerFor('admin', () => Promise.reject(new Error('planted')));
    expect((await matrixWith('admin', failing)).deviations).toEqual([
      'POST /planted, called with the token of an admin: expected admitted, got 500 internal',
    ]);
  });
});

describe('a thing of one customer', () => {
  const access: Access = { to: 'owner-and-staff', hiddenAs: 'planted.not-found' };
  const others = callersOfTwoPools.filter(({ standing }) => standing === 'customer');
  /** A route that reads an object and changes it. `refusal` can stop callers who do not own the object. */
  const thing = (refusal: (() => Promise<unknown>) | undefined) =>
    handlerFor('customer', async (caller) => {
      await read();
      if (!mayActFor(caller, OWNER)) await refusal?.();
      return writing();
    });
  const hide = () => Promise.reject(new AppError('not-found', 'planted.not-found', 'None'));

  it('passes if others are told that it does not exist', async () => {
    expect((await matrixWith(access, thing(hide))).deviations).toEqual([]);
  });

  it.each([
    ['shown to everyone', undefined, 'admitted'],
    [
      'whose existence others learn',
      () => Promise.reject(new AppError('forbidden', 'planted.not-yours', 'No')),
      '403 planted.not-yours after DynamoDB.GetItem',
    ],
    [
      'changed before others are refused',
      () => write().then(hide),
      '404 planted.not-found after DynamoDB.PutItem',
    ],
  ])('%s is found', async (_, refusal, outcome) => {
    expect((await matrixWith(access, thing(refusal))).deviations).toEqual(
      others.map(
        ({ name }) => `POST /planted, called with ${name}: expected 404 planted.not-found, got ${outcome}`,
      ),
    );
  });
});
