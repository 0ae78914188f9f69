import { beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
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

const register = async (publicKey: unknown, authorization = admin) => {
  const event = apiEvent({
    method: 'PUT',
    resource: '/partners/{partnerId}/keys/{keyId}',
    path: { partnerId: 'till-7', keyId: 'k1' },
    headers: { authorization },
    body: { name: 'Till', publicKey, customerId: 'partner:till-7' },
  });
  // From its insertion on, the partner exists.
  world.aws.answer(({ operation }) => {
    const [inserted] = world.aws.inputsOf('DynamoDB.PutItem');
    return operation === 'DynamoDB.GetItem' && inserted !== undefined
      ? { body: { Item: inserted['Item'] } }
      : undefined;
  });
  const { statusCode: status, body } = await registerKey(event, lambdaContext());
  const json = JSON.parse(body) as Readonly<Record<string, unknown>>;
  checkAnswer(serviceRoutes, { method: 'PUT', path: event.resource, status, body: json });
  return { status, json };
};

describe('the registration of a key', () => {
  it.each([
    ['base64', raw],
    ['a JSON Web Key', { kty: 'OKP', crv: 'Ed25519', x }],
  ])('stores one spelling of the key, which may be sent as %s', async (_, publicKey) => {
    const { status, json } = await register(publicKey);
    expect(status).toBe(200);
    const keys = [{ signatureKeyId: 'till-7/k1', publicKey: x, role: 'customer', registeredBy: 'ada' }];
    expect(json).toMatchObject({ partnerId: 'till-7', keys });
    const written = world.aws.inputsOf('DynamoDB.PutItem').map(savedItem).at(-1);
    expect(written).toMatchObject({ pk: 'partner#till-7', state: { keys: { k1: { publicKey: x } } } });
  });

  it('is noted with the administrator, and without the name of the key', async () => {
    await register(raw);
    expect(world.lines.text()).toContain('"adminId":"ada"');
    expect(world.lines.text()).not.toContain('"Till"');
  });

  it('is for administrators alone', async () => {
    const { status, json } = await register(raw, staff);
    expect([status, json['code']]).toEqual([403, 'auth.role-missing']);
    expect(world.aws.calls).toEqual([]);
  });
});
