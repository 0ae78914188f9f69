import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { access } from '../../support/authorisation/access.ts';
import {
  answerInProcess,
  handlerOf,
  PARTNERS_TABLE,
  sendInProcess,
  type InProcess,
  type RouteHandler,
} from '../../support/authorisation/in-process.ts';
import { CODE_KEY, itemsFor } from '../../support/authorisation/items.ts';
import { deviationsOf, matrixOf } from '../../support/authorisation/matrix.ts';
import { requestsAbout } from '../../support/authorisation/requests.ts';
import {
  callersOfTwoPools,
  signer,
  twoPools,
  WEBHOOK_SECRET,
} from '../../support/authorisation/two-pools.ts';
import { serviceRoutes } from '../../support/declared-routes.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';
import { ORDER_ID } from '../../support/orders.ts';

const requests = requestsAbout({
  orderId: ORDER_ID,
  productId: 'espresso',
  customerId: 'bob',
  sessionId: 'cs_1',
  partnerId: 'till',
});

/** The folder with the files of the pages. */
const pages = mkdtempSync(join(tmpdir(), 'orderly-pages-'));
for (const folder of ['docs', 'documents', 'app/shop']) mkdirSync(join(pages, folder), { recursive: true });
writeFileSync(join(pages, 'app/shop', 'index.html'), '<h1>Shop</h1>');
writeFileSync(join(pages, 'docs', 'index.html'), '<h1>API</h1>');
writeFileSync(join(pages, 'documents', 'openapi.json'), '{ "openapi": "3.1.0" }');
writeFileSync(join(pages, 'documents', 'asyncapi.json'), '{ "asyncapi": "3.1.0" }');

let aws: FakeAws;
let handlers: Readonly<Record<string, RouteHandler>>;

beforeAll(async () => {
  aws = await startFakeAws();
  Object.assign(process.env, {
    AUTH_ISSUERS: twoPools,
    TABLE_NAME: 'table',
    PARTNERS_TABLE_NAME: PARTNERS_TABLE,
    API_URL: signer.apiUrl,
    PUBLIC_API_URL: signer.apiUrl,
    ORDERS_TABLE_NAME: 'orders',
    PAYMENTS_TABLE_NAME: 'payments',
    FULFILMENT_TABLE_NAME: 'fulfilment',
    NOTIFICATIONS_TABLE_NAME: 'notifications',
    METHODS: '{}',
    FILES_URL: pathToFileURL(`${pages}/`).href,
    SIGN_IN: '{}',
    KEEP_DAYS: '3650',
    STOCK_BY_SECONDS: '600',
    UNPAID_WITHIN_SECONDS: '3600',
    ERASURE_COPIES_DAYS: '100',
    CURSOR_SECRET_ARN: 'codes',
    MAIL_SENDER: 'shop@example.com',
    MAIL_CONFIGURATION_SET: 'mail',
    TEXT_NUMBERS: '{}',
    PAYMENT_PROVIDER: 'simulator',
    PAYMENT_PROVIDER_SECRET_ARN: 'provider',
    PAYMENTS_INBOX_URL: `${process.env['AWS_ENDPOINT_URL']}/payments-inbox`,
    QUEUE_URL_PREFIX: `${process.env['AWS_ENDPOINT_URL']}/orderly-`,
    NAME_PREFIX: 'orderly-',
    EVENT_BUS_NAME: 'bus',
    STAGE: 'test',
    VERSION: '1',
  });
  const entries = Object.entries(requests).map(
    async ([route, { lambda }]) => [route, await handlerOf(lambda)] as const,
  );
  handlers = Object.fromEntries(await Promise.all(entries));
});
afterAll(() => {
  rmSync(pages, { recursive: true });
  return aws.close();
});

const world = (): InProcess => ({
  aws,
  table: access,
  requests,
  handlers,
  itemsFor,
  secrets: {
    codes: CODE_KEY,
    provider: JSON.stringify({ apiKey: 'key', webhookSecrets: [WEBHOOK_SECRET] }),
  },
});

const count = `${serviceRoutes.length} routes × ${callersOfTwoPools.length} callers`;

describe('the authorisation matrix', () => {
  it(`of ${count} = ${serviceRoutes.length * callersOfTwoPools.length} cases is as expected`, async () => {
    const cases = matrixOf(serviceRoutes, access, callersOfTwoPools);
    expect(cases).toHaveLength(serviceRoutes.length * callersOfTwoPools.length);
    expect(await deviationsOf(cases, 1, answerInProcess(world()))).toEqual([]);
  });

  it('has a request for each route, and no other', () => {
    expect(Object.keys(requests).toSorted()).toEqual(Object.keys(access).toSorted());
  });

  it('has no case in which others can tell a thing of the owner from one that does not exist', async () => {
    const others = callersOfTwoPools.filter(({ standing }) => standing === 'customer');
    const hiding = Object.keys(access).filter((route) => typeof access[route] === 'object');
    expect(hiding).toContain('GET /orders/{orderId}');
    for (const route of hiding) {
      for (const caller of others) {
        const answerWith = async (items: InProcess['itemsFor']) => {
          const { statusCode, headers, body } = await sendInProcess(
            { ...world(), itemsFor: items },
            { route, caller },
          );
          const { correlationId, ...problem } = JSON.parse(body) as Record<string, unknown>;
          expect(headers).toHaveProperty('x-correlation-id', correlationId);
          return { statusCode, headers: { ...headers, 'x-correlation-id': '' }, problem };
        };
        const missing = await answerWith(() => () => undefined);
        expect({ route, caller: caller.name, ...(await answerWith(itemsFor)) }).toEqual({
          route,
          caller: caller.name,
          ...missing,
        });
        expect(missing.statusCode).toBe(404);
      }
    }
  });
});
