import { beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import * as z from 'zod';
import { lambdaContext } from '../../support/lambda-events.ts';
import { memorySigningPartners } from '../../support/memory/signing-partners.ts';
import { shellWorld } from '../../support/shell-world.ts';
import { eventOf, newSigningKey, signedHeaders, type RequestToSign } from '../../support/signing.ts';
import { createTokenIssuer, type TokenIssuer } from '../../support/token-issuer.ts';

const apiUrl = 'https://api.shop.test/v1';
const world = shellWorld();
const key = newSigningKey();
const partner = {
  partnerId: 'till-7',
  keys: {
    k1: {
      name: 'Till',
      publicKey: key.publicKey,
      role: 'customer',
      customerId: 'partner:till-7',
      registeredAt: '2026-01-01T00:00:00.000Z',
      registeredBy: 'staff:admin',
    },
  },
} as const;
const request: RequestToSign = { method: 'GET', url: `${apiUrl}/orders` };

let handler: (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;
let issuer: TokenIssuer;
let bearer: string;

// The modules are imported here, because `shellWorld` must capture the logger's output before the modules are loaded.
beforeAll(async () => {
  issuer = await createTokenIssuer();
  bearer = await issuer.bearer('alice');
  process.env['API_URL'] = apiUrl;
  const { tokensOrSignatures } = await import('../../../shared/http/authentication.ts');
  const { httpHandler } = await import('../../../shared/http/http-handler.ts');
  const { route } = await import('../../../shared/http/route.ts');
  const declared = route({
    method: 'GET',
    path: '/orders',
    auth: 'customer',
    signed: true,
    summary: 'Test',
    answers: () => ({ 200: z.unknown() }),
  });
  const authenticate = tokensOrSignatures(memorySigningPartners(partner));
  handler = httpHandler(declared, () => ({ status: 200, body: {} }), { authenticate });
});

const send = async (headers: Readonly<Record<string, string>>) => {
  const { statusCode, body } = await handler(eventOf(request, headers, apiUrl), lambdaContext());
  return { status: statusCode, json: JSON.parse(body) as Readonly<Record<string, unknown>> };
};
const signedWith = (keyid: string) => signedHeaders(request, { key, keyid });

describe('the log lines of a signed request', () => {
  const keyIds = () => world.lines.logs().map(({ message, signatureKeyId }) => [message, signatureKeyId]);

  it('name the key, whether the request is accepted or refused', async () => {
    expect((await send(signedWith('till-7/k1'))).status).toBe(200);
    expect((await send(signedWith('till-7/gone'))).json['code']).toBe('signature.unknown-key');
    expect(keyIds()).toEqual([
      ['Request answered', 'till-7/k1'],
      ['Request refused', 'till-7/gone'],
      ['Request answered', 'till-7/gone'],
    ]);
  });

  it.each([
    ['of another form', 'till 7/k1'],
    ['that is too long', `till-7/${'k'.repeat(33)}`],
  ])('do not name a key %s', async (_, keyid) => {
    expect((await send(signedWith(keyid))).status).toBe(401);
    expect(keyIds()).toEqual([
      ['Request refused', undefined],
      ['Request answered', undefined],
    ]);
    expect(world.lines.text()).not.toContain(keyid);
  });

  it('do not name the key of the request before', async () => {
    await send(signedWith('till-7/k1'));
    world.lines.reset();
    expect((await send({ authorization: bearer })).status).toBe(200);
    expect(keyIds()).toEqual([['Request answered', undefined]]);
  });
});

describe('a token in a header of a signature', () => {
  it.each(['signature', 'signature-input'])('is recognised in the header %s', async (name) => {
    const token = bearer.replace('Bearer ', '');
    const { status, json } = await send({ [name]: token });
    expect([status, json['code']]).toEqual([401, 'signature.malformed']);
    expect(json['detail']).toContain('what looks like a token. Send it as "Authorization: Bearer');
    expect(world.lines.text()).not.toContain(token);
  });
});

describe('a token that is refused', () => {
  it.each([
    ['has expired', 'JwtExpiredError', { exp: 1_700_000_000 }],
    ['is not valid yet', 'JwtNotBeforeError', { nbf: 4_000_000_000 }],
    ['is for another audience', 'JwtInvalidAudienceError', { aud: 'others' }],
    ['is of another issuer', 'JwtInvalidIssuerError', { iss: 'https://others.test' }],
  ])('because it %s shows that in the log only, without what it says', async (_, check, claims) => {
    const { json } = await send({ authorization: await issuer.bearerWith(claims) });
    expect(json['detail']).toBe('The token is not valid or has expired');
    expect(JSON.stringify(json)).not.toContain(check);
    expect(world.lines.logs()[0]).toMatchObject({ code: 'auth.invalid-token', check });
    expect(world.lines.text()).not.toContain('others');
  });

  it('because somebody altered it shows that in the log', async () => {
    const [head, body, signature = ''] = bearer.split('.');
    await send({ authorization: `${head}.${body}.${signature.split('').toReversed().join('')}` });
    expect(world.lines.logs()[0]).toMatchObject({ check: 'JwtInvalidSignatureError' });
  });
});
