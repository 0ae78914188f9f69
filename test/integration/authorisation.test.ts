import { randomUUID } from 'node:crypto';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { identityKey, newIdentityKey } from '../../infra/identity-key.ts';
import { access } from '../support/authorisation/access.ts';
import { holder, paymentProvider, refusedBearers, withoutToken } from '../support/authorisation/callers.ts';
import {
  deviationsOf,
  matrixOf,
  outcomeOf,
  unidentified,
  type MatrixCase,
} from '../support/authorisation/matrix.ts';
import { partnerCallers, type MatrixPartner } from '../support/authorisation/partners.ts';
import { requestsAbout, type MatrixRequest } from '../support/authorisation/requests.ts';
import { staffSubject, tokenOf, type Identity, type RefusedToken } from '../support/authorisation/tokens.ts';
import { documents, secretText, stackOutput, tableNames } from '../support/aws.ts';
import { api, callAs, demand, tokenFor, whileUnavailable } from '../support/callers.ts';
import { serviceRoutes } from '../support/declared-routes.ts';
import { eventually } from '../support/eventually.ts';
import { onPaymentPage, sessionIdOf } from '../support/gateway.ts';
import { request } from '../support/http.ts';
import { reachQuiet } from '../support/queues.ts';
import { newProduct, place, reach, reachLink, withMail } from '../support/shop.ts';
import { newSigningKey, signedHeaders, type SigningKey } from '../support/signing.ts';

const WIDTH = 8;

/** A part of the ids of all people in this test, so that no other run uses the same ids. */
const run = randomUUID();
const owner = `owner-${run}`;

/** More tokens that Orderly must refuse. Valid tokens of the identity simulator have an audience and no client id. */
const refusedToo: readonly RefusedToken[] = [
  staffSubject,
  ['a wrong audience', 'auth.invalid-token', (one) => tokenOf(one, { claims: { aud: 'others' } })],
  ['no audience', 'auth.invalid-token', (one) => tokenOf(one, { claims: { aud: undefined } })],
];

/** Returns a function that creates identities. The key of the identity simulator signs their tokens. */
const identityOf = async () => {
  const [, payload = ''] = (await tokenFor(`sample-${run}`)).split('.');
  const { iss, aud } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const key = identityKey();
  return (sub: string, roles: unknown = ['customer']): Identity => ({
    key,
    claims: { iss, aud, sub, roles },
  });
};

const webhookSecret = async (): Promise<string> => {
  const text = await secretText(await stackOutput('PaymentProviderSecretArn'));
  return (JSON.parse(text) as { webhookSecrets: string[] }).webhookSecrets[0] ?? '';
};

/** The partner that signs requests, and a partner whose keys the requests are about. Ids of partners must be short. */
const [signer, till] = [`signer-${run.slice(0, 8)}`, `till-${run.slice(0, 8)}`];

/** Registers keys of both partners, revokes one of these keys, and uses a nonce once. */
const signingPartner = async (): Promise<MatrixPartner> => {
  const [valid, revoked] = [newSigningKey(), newSigningKey()];
  const change = async (method: 'PUT' | 'DELETE', id: string, body: object = {}) =>
    demand(await callAs('admin', 'admin', method, `/partners/${id}`, { body }), 200);
  const keyOf = ({ publicKey }: SigningKey, partnerId: string) => ({
    name: 'Till of the matrix',
    publicKey,
    customerId: `partner:${partnerId}`,
  });
  await change('PUT', `${signer}/keys/valid`, keyOf(valid, signer));
  await change('PUT', `${signer}/keys/revoked`, keyOf(revoked, signer));
  await change('DELETE', `${signer}/keys/revoked`);
  await change('PUT', `${till}/keys/old`, keyOf(newSigningKey(), till));
  const usedNonce = `used-${run}`;
  const sent = { method: 'GET', url: api('/orders') };
  const headers = signedHeaders(sent, { key: valid, keyid: `${signer}/valid`, nonce: usedNonce });
  demand(await request(sent.method, sent.url, { headers }), 200);
  return { apiUrl: api(''), partnerId: signer, valid, revoked, usedNonce };
};

const callersOf = async () => {
  const identity = await identityOf();
  const admin = identity(`admin-${run}`, ['admin']);
  const stranger = newIdentityKey();
  return [
    ...withoutToken(admin),
    ...refusedBearers('owner', identity(owner), stranger, refusedToo),
    ...refusedBearers('admin', admin, stranger, refusedToo),
    holder('the token of the owner', 'owner', identity(owner)),
    holder('the token of another customer', 'customer', identity(`other-${run}`)),
    holder('a token with its role as text', 'customer', identity(`text-${run}`, 'admin')),
    holder('a token with other roles', 'customer', identity(`root-${run}`, ['root', 'Admin', 'admin '])),
    holder('the token of staff', 'staff', identity(`staff-${run}`, ['staff'])),
    holder('the token of an admin', 'admin', admin),
    ...partnerCallers(await signingPartner()),
    paymentProvider(await webhookSecret()),
  ];
};

/** All items of all tables that contain one of these texts. */
const itemsAbout = async (...texts: readonly string[]): Promise<readonly string[]> => {
  const { client } = documents('orders');
  const found: string[] = [];
  for (const TableName of await tableNames()) {
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
      found.push(...Items.map((item) => `${TableName}: ${JSON.stringify(item)}`));
    }
  }
  return found.filter((item) => texts.some((text) => item.includes(text))).sort();
};

/** Waits until the items stop changing, because events about a new order may arrive late. */
const settledItems = (read: () => Promise<readonly string[]>): Promise<readonly string[]> => {
  let before: readonly string[] = [];
  return eventually(
    async () => {
      const now = await read();
      const same = now.length > 0 && now.join('\n') === before.join('\n');
      before = now;
      if (!same) throw new Error(`There are ${now.length} items, and they still change`);
      return now;
    },
    { describe: 'the items of the matrix being settled' },
  );
};

/** Waits until the items contain the ticket of the order. */
const reachTicket = (read: () => Promise<readonly string[]>, orderId: string): Promise<unknown> =>
  eventually(
    async () => {
      const items = await read();
      if (!items.some((item) => item.includes(`"ticket#${orderId}"`))) throw new Error('There is no ticket');
    },
    { describe: `the ticket of ${orderId}` },
  );

describe('the authorisation matrix of the deployed API', () => {
  let cases: readonly MatrixCase[];
  let requests: Readonly<Record<string, MatrixRequest>>;
  let read: () => Promise<readonly string[]>;
  let size: string;

  beforeAll(async () => {
    const productId = await newProduct(1000);
    const { orderId } = await place(owner, [{ productId, quantity: 1 }]);
    const payable = await reachLink(orderId);
    demand(await onPaymentPage(payable, 'succeed'), 200);
    await reach(orderId, 'PAID');
    await withMail(owner);
    read = () => itemsAbout(run, productId, orderId, till);
    await reachTicket(read, orderId);
    requests = requestsAbout({
      orderId,
      productId,
      customerId: `target-${run}`,
      sessionId: sessionIdOf(payable),
      partnerId: till,
    });
    const callers = await callersOf();
    cases = matrixOf(serviceRoutes, access, callers);
    size = `${serviceRoutes.length} routes × ${callers.length} callers = ${cases.length} cases`;
  });

  const answer = async ({ route, caller }: MatrixCase): Promise<string> => {
    const sample = requests[route];
    if (sample === undefined) throw new Error(`${route} has no request`);
    const sent = unidentified(route, sample);
    const answered = await whileUnavailable(async () => {
      const { headers = {}, query = {} } = await caller.identify(sent);
      const search = new URLSearchParams(query).toString();
      return request(sent.method, api(`${sent.path}${search === '' ? '' : `?${search}`}`), {
        ...(sent.body === '' ? {} : { raw: sent.body }),
        headers: { ...sent.headers, ...headers },
      });
    });
    const outcome = outcomeOf(access)(answered);
    const mayKnowOwner = ['owner', 'staff', 'admin'].some((standing) => standing === caller.standing);
    return !mayKnowOwner && JSON.stringify(answered.body).includes(owner)
      ? `${outcome}, and the owner's id`
      : outcome;
  };
  const isAdmitted = ({ expected }: MatrixCase) => expected.includes('admitted');
  /** Requests that erase a customer are made last, because an erased customer no longer owns the order. */
  const erases = ({ route }: MatrixCase) => route.startsWith('DELETE ');

  it('refuses whom it should, and changes nothing for them', async () => {
    // Duplicates of messages may arrive after the items have stopped changing.
    await reachQuiet();
    const before = await settledItems(read);
    const refused = cases.filter((one) => !isAdmitted(one));
    expect(await deviationsOf(refused, WIDTH, answer)).toEqual([]);
    expect(await read()).toEqual(before);
  });

  it('admits whom it should, and shows the owner to nobody else', async () => {
    const admitted = cases.filter(isAdmitted);
    const others = admitted.filter((one) => !erases(one));
    expect(await deviationsOf(others, WIDTH, answer)).toEqual([]);
    expect(await deviationsOf(admitted.filter(erases), WIDTH, answer)).toEqual([]);
    process.stderr.write(`Authorisation matrix: ${size}, all as expected\n`);
  });
});
