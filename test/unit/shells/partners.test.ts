import { beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { cancelled } from '../../support/aws-answers.ts';
import { checkAnswer, serviceRoutes } from '../../support/declared-routes.ts';
import { apiEvent, lambdaContext } from '../../support/lambda-events.ts';
import { shellWorld } from '../../support/shell-world.ts';
import { savedItem } from '../../support/stored-items.ts';
import { createTokenIssuer } from '../../support/token-issuer.ts';

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

const world = shellWorld();
let registerKey: Handler;
let admin: string;
let staff: string;

beforeAll(async () => {
  const issuer = await createTokenIssuer();
  admin = await issuer.bearer('ada', 'admin');
  staff = await issuer.bearer('sam', 'staff');
  Object.assign(process.env, { TABLE_NAME: 'partners', CURSOR_SECRET_ARN: 'cursor-secret' });
  registerKey = (await import('../../../functions/partners/lambdas/manage-partners.ts')).handler;
});

const raw = 'JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=';
const x = 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs';

const register = async (publicKey: unknown, { authorization = admin, keyId = 'k1', name = 'Till' } = {}) => {
  const event = apiEvent({
    method: 'PUT',
    resource: '/partners/{partnerId}/keys/{keyId}',
    path: { partnerId: 'till-7', keyId },
    headers: { authorization },
    body: { name, publicKey, customerId: 'partner:till-7' },
  });
  const { statusCode: status, body } = await registerKey(event, lambdaContext());
  const json = JSON.parse(body) as Readonly<Record<string, unknown>>;
  checkAnswer(serviceRoutes, { method: 'PUT', path: event.resource, status, body: json });
  return { status, json };
};

/** The items that each transaction puts into the table. */
const written = () =>
  world.aws
    .inputsOf('DynamoDB.TransactWriteItems')
    .map(({ TransactItems }) =>
      (TransactItems as readonly { Put: Readonly<Record<string, unknown>> }[]).map(({ Put }) => Put),
    );

describe('the registration of a key', () => {
  it.each([
    ['base64', raw],
    ['a JSON Web Key', { kty: 'OKP', crv: 'Ed25519', x }],
  ])('stores one spelling of the key, which may be sent as %s', async (_, publicKey) => {
    const { status, json } = await register(publicKey);
    expect(status).toBe(200);
    const keys = [{ signatureKeyId: 'till-7/k1', publicKey: x, role: 'customer', registeredBy: 'ada' }];
    expect(json).toMatchObject({ partnerId: 'till-7', keys });
    const [items = []] = written();
    expect(items.map(savedItem)).toMatchObject([
      { pk: 'partner#till-7', version: 1, state: { keys: { k1: { publicKey: x } } } },
      { pk: `public-key#${x}`, state: { partnerId: 'till-7', keyId: 'k1' } },
    ]);
    expect(items[1]).toMatchObject({ ConditionExpression: 'attribute_not_exists(pk)' });
    expect(written()).toHaveLength(1);
  });

  it('is refused if the public key is that of another partner', async () => {
    world.aws.answer(({ operation }) =>
      operation === 'DynamoDB.TransactWriteItems'
        ? cancelled({ Code: 'None' }, { Code: 'ConditionalCheckFailed' })
        : undefined,
    );
    const { status, json } = await register(raw);
    expect([status, json['code']]).toEqual([409, 'partner.public-key-known']);
  });

  it('may be repeated if another write was changing the partner at that moment', async () => {
    world.aws.answer(({ operation }) =>
      operation === 'DynamoDB.TransactWriteItems'
        ? cancelled({ Code: 'TransactionConflict' }, { Code: 'None' })
        : undefined,
    );
    const { status, json } = await register(raw);
    expect([status, json['code']]).toEqual([503, 'storage.busy']);
  });

  // The SDK mistakes an object with a key `constructor` for an instance of a class, here for a `Set`.
  it('takes the id `constructor`', async () => {
    const { status, json } = await register(raw, { keyId: 'constructor', name: 'Set' });
    expect(status).toBe(200);
    expect(json).toMatchObject({ keys: [{ keyId: 'constructor', name: 'Set' }] });
    expect(written()[0]?.map(savedItem)[0]?.state).toMatchObject({
      keys: { constructor: { name: 'Set', publicKey: x } },
    });
  });

  it('of a weak public key is refused, and the answer names the field', async () => {
    const { status, json } = await register(Buffer.alloc(32).toString('base64'));
    expect([status, json['errors']]).toEqual([400, [expect.objectContaining({ pointer: '/publicKey' })]]);
    expect(world.aws.calls).toEqual([]);
  });

  it('is noted with the administrator, and without the name of the key', async () => {
    await register(raw);
    expect(world.lines.text()).toContain('"adminId":"ada"');
    expect(world.lines.text()).not.toContain('"Till"');
  });

  it('is for administrators alone', async () => {
    const { status, json } = await register(raw, { authorization: staff });
    expect([status, json['code']]).toEqual([403, 'auth.role-missing']);
    expect(world.aws.calls).toEqual([]);
  });
});
