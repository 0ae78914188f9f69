import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { authentication } from '../../../shared/http/authentication.ts';
import { httpHandler, type RouteHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { route } from '../../../shared/http/route.ts';
import { awsError, conditionFailed } from '../../support/aws-answers.ts';
import { lambdaContext } from '../../support/lambda-events.ts';
import { API_URL, espressoPrice, loadPlaceOrder } from '../../support/place-order-handler.ts';
import { savedItem, toWire } from '../../support/stored-items.ts';
import { shellWorld } from '../../support/shell-world.ts';
import { eventOf, newSigningKey, signedHeaders, type RequestToSign } from '../../support/signing.ts';
import { createTokenIssuer } from '../../support/token-issuer.ts';

const world = shellWorld();
const key = newSigningKey();
let placeOrder: RouteHandler;
let bearer: string;

beforeAll(async () => {
  const issuer = await createTokenIssuer();
  bearer = await issuer.bearer('alice');
  placeOrder = await loadPlaceOrder();
});

const partner = {
  pk: 'partner#till-7',
  version: 1,
  list: 'partners',
  partnerId: 'till-7',
  keys: {
    k1: {
      name: 'Till',
      publicKey: key.publicKey,
      role: 'customer',
      customerId: 'partner:till-7',
      registeredAt: '2026-01-01T00:00:00.000Z',
      registeredBy: 'ada',
    },
  },
};
/**
 * DynamoDB has the partner and the price of espresso. Each nonce can be used once.
 * @param losesResponse whether the response to the first write of each nonce is lost
 */
const shopIsOpen = (losesResponse = false): void => {
  const used = new Map<string, string>();
  world.aws.answer(({ operation, input }) => {
    const table = input['TableName'];
    if (operation === 'DynamoDB.BatchGetItem') {
      return espressoPrice();
    }
    if (table !== 'partners') return undefined;
    if (operation === 'DynamoDB.GetItem') return { body: { Item: toWire(partner) } };
    const { pk } = savedItem(input);
    const { attempt } = input['Item'] as Record<string, { S: string }>;
    const known = used.get(pk);
    used.set(pk, known ?? attempt?.S ?? '');
    if (losesResponse && known === undefined) return { status: 500 };
    return known !== undefined && known !== attempt?.S ? conditionFailed() : undefined;
  });
};

const order: RequestToSign = {
  method: 'POST',
  url: `${API_URL}/orders`,
  body: JSON.stringify({ items: [{ productId: 'espresso', quantity: 2 }] }),
  headers: { 'idempotency-key': 'sale-1' },
};
const sign = (request = order) => signedHeaders(request, { key, keyid: 'till-7/k1' });

const send = async (headers: Readonly<Record<string, string>>, handler: RouteHandler = placeOrder) => {
  const result = await handler(eventOf(order, headers, API_URL), lambdaContext());
  const json = JSON.parse(result.body) as Readonly<Record<string, unknown>>;
  return { status: result.statusCode, headers: result.headers ?? {}, json };
};
const ordersWritten = () =>
  world.aws
    .inputsOf('DynamoDB.PutItem')
    .filter(({ TableName }) => TableName === 'orders')
    .map(savedItem);

describe('a signed order', () => {
  it('is placed for the customer of the key', async () => {
    shopIsOpen();
    const { status, json } = await send(sign());
    expect(status).toBe(202);
    expect(json).toMatchObject({ customerId: 'partner:till-7', status: 'PENDING' });
    expect(ordersWritten()).toMatchObject([{ state: { customerId: 'partner:till-7' } }]);
  });

  it('is placed once, its replay is refused, and signed anew it is the same order', async () => {
    shopIsOpen();
    const headers = sign();
    const first = await send(headers);
    const replay = await send(headers);
    expect([replay.status, replay.json['code']]).toEqual([401, 'signature.replayed']);
    expect(ordersWritten()).toHaveLength(1);
    const anew = await send(sign());
    expect(anew.json['orderId']).toBe(first.json['orderId']);
  });

  it('reads the key strongly consistent, and records the nonce for as long as it could be replayed', async () => {
    shopIsOpen();
    await send(signedHeaders(order, { key, keyid: 'till-7/k1', nonce: 'n-1' }));
    const [read] = world.aws.inputsOf('DynamoDB.GetItem');
    expect(read).toMatchObject({
      TableName: 'partners',
      Key: { pk: { S: 'partner#till-7' } },
      ConsistentRead: true,
    });
    const [nonce] = world.aws.inputsOf('DynamoDB.PutItem');
    expect(nonce).toMatchObject({
      TableName: 'partners',
      ConditionExpression: 'attribute_not_exists(pk) OR attempt = :attempt',
    });
    const { pk, expiresAt } = (nonce?.['Item'] ?? {}) as Record<string, { S?: string; N?: string }>;
    expect(pk).toEqual({ S: 'nonce#till-7/k1#n-1' });
    expect(Number(expiresAt?.N)).toBeGreaterThan(Date.now() / 1000 + 300);
  });

  it('has the digest of the bytes that were sent, also if they are not UTF-8', async () => {
    shopIsOpen();
    const [before = '', after = ''] = JSON.stringify({
      items: [{ productId: 'espresso', quantity: 1 }],
      note: '|',
    }).split('|');
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]);
    const sent = async (digested: string | Buffer) => {
      const digest = `sha-256=:${createHash('sha256').update(digested).digest('base64')}:`;
      const headers = sign({ ...order, headers: { ...order.headers, 'content-digest': digest } });
      const event = {
        ...eventOf(order, headers, API_URL),
        body: bytes.toString('base64'),
        isBase64Encoded: true,
      };
      const { statusCode, body } = await placeOrder(event, lambdaContext());
      return [statusCode, (JSON.parse(body) as { readonly code?: string }).code];
    };
    expect(await sent(bytes)).toEqual([202, undefined]);
    expect(await sent(bytes.toString())).toEqual([401, 'signature.digest-mismatch']);
  });

  it('is no replay if DynamoDB wrote the nonce and its response was lost', async () => {
    shopIsOpen(true);
    const headers = sign();
    expect((await send(headers)).status).toBe(202);
    expect((await send(headers)).json['code']).toBe('signature.replayed');
    expect(ordersWritten()).toHaveLength(1);
  });

  it.each([
    ['altered', { 'idempotency-key': 'sale-2' }, 'signature.invalid'],
    ['without its signature', { signature: '' }, 'signature.malformed'],
    ['with a token, too', { authorization: 'Bearer x' }, 'signature.with-token'],
  ])('that arrives %s is refused with 401, and nothing is done', async (_, changed, code) => {
    shopIsOpen();
    const { status, headers, json } = await send({ ...sign(), ...changed });
    expect([status, json['code']]).toEqual([401, code]);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(world.aws.inputsOf('DynamoDB.PutItem')).toEqual([]);
  });

  it('that has only one of the two headers of a signature is told so, and not asked for a token', async () => {
    const { 'signature-input': _input, ...one } = sign();
    expect((await send(one)).json['code']).toBe('signature.malformed');
    const { signature: _signature, ...other } = sign();
    expect((await send(other)).json['code']).toBe('signature.malformed');
  });

  it('is 503 while the partners cannot be read, so the partner may try again', async () => {
    world.aws.answer(() => awsError('ThrottlingException'));
    const { status, json } = await send(sign());
    expect([status, json['code']]).toEqual([503, 'service.unavailable']);
  });
});

describe('an order with a token', () => {
  it('reads and writes nothing about partners', async () => {
    shopIsOpen();
    const { 'content-type': type = '' } = sign();
    const { status } = await send({ authorization: bearer, 'content-type': type });
    expect(status).toBe(202);
    expect(world.aws.calls.filter(({ input }) => input['TableName'] === 'partners')).toEqual([]);
  });

  it('for a partner is refused, because only a signature can act for one', async () => {
    const issuer = await createTokenIssuer();
    const handler = httpHandler({ ...thing, signed: false }, () => ok({}));
    const { status, json } = await send({ authorization: await issuer.bearer('partner:till-7') }, handler);
    expect([status, json['code']]).toEqual([401, 'auth.no-subject']);
  });
});

const thing = route({
  method: 'POST',
  path: '/orders',
  auth: 'customer',
  signed: true,
  summary: 'Does something',
  body: z.unknown(),
  answers: () => ({ 200: z.unknown() }),
});

describe('a route that takes no signatures', () => {
  it('asks for a token', async () => {
    const handler = httpHandler({ ...thing, signed: false }, () => ok({}));
    const { status, json } = await send(sign(), handler);
    expect([status, json['code']]).toEqual([401, 'auth.missing']);
    expect(json['detail']).toContain('This route takes no signature');
    expect(world.aws.calls).toEqual([]);
  });
});

describe('a route that takes signatures', () => {
  it('cannot be built without a way to verify them', () => {
    expect(() => authentication(thing)).toThrow('needs the option authenticate');
  });
});
