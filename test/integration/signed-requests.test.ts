import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import type { PartnerView } from '../../functions/partners/domain/partner.ts';
import { api, callAs, demand } from '../support/callers.ts';
import { request, type Answer } from '../support/http.ts';
import { newProduct, reach } from '../support/shop.ts';
import { newSigningKey, signedHeaders, type SigningKey, type SigningOptions } from '../support/signing.ts';

type Body = Omit<OrderView, 'items'> & {
  readonly code: string;
  readonly items: readonly { readonly orderId: string }[];
};

const partnerId = `till-${randomUUID().slice(0, 8)}`;
const customerId = `partner:${partnerId}`;
const first = newSigningKey();
let productId: string;

const register = async (keyId: string, { publicKey }: SigningKey): Promise<PartnerView> =>
  demand(
    await callAs<PartnerView>('admin', 'admin', 'PUT', `/partners/${partnerId}/keys/${keyId}`, {
      body: { name: 'Till of the tests', publicKey, customerId },
    }),
    200,
  );

beforeAll(async () => {
  await register('k1', first);
  productId = await newProduct(10);
});

/**
 * Signs a request, by default with the key `first`. Returns a function that sends the request and can be called
 * repeatedly.
 */
const signed = (
  method: string,
  path: string,
  {
    body,
    headers = {},
    ...options
  }: Partial<SigningOptions> & {
    readonly body?: object;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
) => {
  const raw = body === undefined ? {} : { body: JSON.stringify(body) };
  const sent = signedHeaders(
    { method, url: api(path), headers, ...raw },
    { key: first, keyid: `${partnerId}/k1`, ...options },
  );
  return (changed: { readonly headers?: Readonly<Record<string, string>>; readonly body?: object } = {}) =>
    request<Body>(method, api(path), {
      ...(body === undefined ? {} : { raw: JSON.stringify(changed.body ?? body) }),
      headers: { ...sent, ...changed.headers },
    });
};

const order = (quantity = 1) => ({ items: [{ productId, quantity }] });
const codeOf = ({ status, body }: Answer<Body>) => [status, body.code];
const orderIds = async (): Promise<readonly string[]> => {
  const { items } = demand(await signed('GET', '/orders?limit=100')(), 200);
  return items.map(({ orderId }) => orderId);
};

describe('a signed order', () => {
  it('is placed once, its replay is refused, and signed anew under the same key it is the same order', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const send = signed('POST', '/orders', { body: order(), headers });
    const placed = demand(await send(), 202);
    expect(placed).toMatchObject({ customerId, status: 'PENDING' });
    expect(codeOf(await send())).toEqual([401, 'signature.replayed']);
    const anew = demand(await signed('POST', '/orders', { body: order(), headers })(), 202);
    expect(anew.orderId).toBe(placed.orderId);
    expect(await orderIds()).toEqual([placed.orderId]);
  });

  it('is placed once, if its request arrives several times at the same moment', async () => {
    const before = await orderIds();
    const send = signed('POST', '/orders', { body: order() });
    const answers = await Promise.all(Array.from({ length: 4 }, () => send()));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 401, 401, 401]);
    expect(await orderIds()).toHaveLength(before.length + 1);
  });

  it('can be read and cancelled by the partner, and by nobody else', async () => {
    const { orderId } = demand(await signed('POST', '/orders', { body: order() })(), 202);
    await reach(orderId, 'AWAITING_PAYMENT');
    expect(demand(await signed('GET', `/orders/${orderId}`)(), 200)).toMatchObject({ orderId, customerId });
    expect((await callAs('someone', 'customer', 'GET', `/orders/${orderId}`)).status).toBe(404);
    const cancelled = demand(await signed('POST', `/orders/${orderId}/cancel`)(), 200);
    expect(cancelled.status).toBe('CANCELLED');
  });

  it('of another customer cannot be read', async () => {
    const theirs = await callAs<OrderView>('someone', 'customer', 'POST', '/orders', { body: order() });
    const { orderId } = demand(theirs, 202);
    expect((await signed('GET', `/orders/${orderId}`)()).status).toBe(404);
  });
});

describe('a request whose signature is refused', () => {
  it.each([
    ['altered', {}, { body: { items: [] } }, 'signature.digest-mismatch'],
    ['under another idempotency key', {}, { headers: { 'idempotency-key': 'other' } }, 'signature.invalid'],
    ['with a token, too', {}, { headers: { authorization: 'Bearer x' } }, 'signature.with-token'],
    ['without a covered body', { without: ['content-digest'] }, {}, 'signature.missing-component'],
    [
      'with another algorithm',
      { parameters: { alg: '"hmac-sha256"' } },
      {},
      'signature.unsupported-algorithm',
    ],
    ['of ten minutes ago', { created: Math.floor(Date.now() / 1000) - 600 }, {}, 'signature.outside-window'],
    ['with an unknown key', { keyid: 'nobody/k1' }, {}, 'signature.unknown-key'],
    ['by another private key', { key: newSigningKey() }, {}, 'signature.invalid'],
    ['without a nonce', { parameters: { nonce: undefined } }, {}, 'signature.missing-parameter'],
  ] as const)('%s gets 401, and no order is placed', async (_, options, changed, code) => {
    const before = await orderIds();
    const headers = { 'idempotency-key': randomUUID() };
    const send = signed('POST', '/orders', { body: order(), headers, ...options });
    expect(codeOf(await send(changed))).toEqual([401, code]);
    expect(await orderIds()).toEqual(before);
  });

  it('asks for a token on a route that takes no signatures', async () => {
    expect(codeOf(await signed('GET', '/me/contact')())).toEqual([401, 'auth.missing']);
  });
});

describe('the keys of a partner', () => {
  it('rotate: the second is accepted beside the first, and a revoked one is refused at once', async () => {
    const [old, next] = [newSigningKey(), newSigningKey()];
    await register('old', old);
    await register('next', next);
    const send = (keyId: string, key: SigningKey) =>
      signed('GET', '/orders', { keyid: `${partnerId}/${keyId}`, key })();
    demand(await send('old', old), 200);
    demand(await send('next', next), 200);
    demand(await callAs('admin', 'admin', 'DELETE', `/partners/${partnerId}/keys/old`), 200);
    expect(codeOf(await send('old', old))).toEqual([401, 'signature.revoked-key']);
    demand(await send('next', next), 200);
  });

  it('are of one partner for ever, also if a key is revoked', async () => {
    const key = newSigningKey();
    // The SDK can mistake a map with the key `constructor` for an instance of a class.
    await register('constructor', key);
    demand(await signed('GET', '/orders', { keyid: `${partnerId}/constructor`, key })(), 200);
    demand(await callAs('admin', 'admin', 'DELETE', `/partners/${partnerId}/keys/constructor`), 200);
    const body = { name: 'Till of a thief', publicKey: key.publicKey, customerId };
    const again = await callAs<Body>('admin', 'admin', 'PUT', `/partners/${partnerId}-2/keys/k1`, { body });
    expect(codeOf(again)).toEqual([409, 'partner.public-key-known']);
  });

  it('are listed for administrators, with who registered and revoked them', async () => {
    const listed: PartnerView[] = [];
    let cursor = '';
    do {
      const page = await callAs<{ items: PartnerView[]; nextCursor?: string }>(
        'admin',
        'admin',
        'GET',
        `/partners?limit=100${cursor}`,
      );
      const { items, nextCursor } = demand(page, 200);
      listed.push(...items);
      cursor = nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(nextCursor)}`;
    } while (cursor !== '');
    const partner = listed.find((one) => one.partnerId === partnerId);
    expect(
      partner?.keys.map(({ keyId, registeredBy, revokedBy }) => [keyId, registeredBy, revokedBy]),
    ).toEqual(
      expect.arrayContaining([
        ['k1', 'admin', undefined],
        ['old', 'admin', 'admin'],
      ]),
    );
  });

  it('can be seen and changed by administrators alone', async () => {
    const path = `/partners/${partnerId}/keys/k1`;
    for (const role of ['customer', 'staff'] as const) {
      expect((await callAs(role, role, 'GET', '/partners')).status).toBe(403);
      expect((await callAs(role, role, 'DELETE', path)).status).toBe(403);
    }
    expect((await signed('DELETE', path)()).status).toBe(401);
  });
});
