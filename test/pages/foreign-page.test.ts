import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, type Page } from '@playwright/test';
import { stackClientSettings } from '../../scripts/deployment/stack-file.ts';
import { api, simulators } from '../support/callers.ts';
import { request } from '../support/http.ts';
import { deployedStack } from '../support/stack.ts';
import { test } from './page-test.ts';

// Makes the browser accept the emulator's certificate, as a developer may have done. Otherwise the browser itself
// refuses to connect.
test.use({ ignoreHTTPSErrors: true });

let attacker: Server;
test.beforeEach(async ({ page }) => {
  attacker = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<title>Another site</title>');
  });
  await once(attacker.listen(0, '127.0.0.1'), 'listening');
  await page.goto(`http://127.0.0.1:${(attacker.address() as AddressInfo).port}/`);
});
test.afterEach(() => attacker.close());

/**
 * Sends a request from a script of the page. Without `init.headers`, the browser sends no preflight for the request.
 * Returns the status, or the reason why there is none.
 */
const sentFrom = async (
  page: Page,
  url: string,
  init: { readonly method: string; readonly body?: string; readonly headers?: Record<string, string> },
): Promise<number | string> => {
  // An earlier request to the same address may still fail now, because the browser may stop reading its response. So
  // the test compares request objects, not addresses.
  const sent = page.waitForRequest((one) => one.url() === url);
  const answered = page
    .waitForResponse(async (response) => response.request() === (await sent))
    .then((one) => one.status());
  const failed = page
    .waitForEvent('requestfailed', async (failure) => failure === (await sent))
    .then((failure) => failure.failure()?.errorText ?? 'failed');
  for (const one of [answered, failed]) one.catch(() => undefined);
  const mode = init.headers === undefined ? 'no-cors' : 'cors';
  await page.evaluate(
    ([to, how]) =>
      fetch(to, how)
        .then(() => undefined)
        .catch(() => undefined),
    [url, { ...init, mode }] as const,
  );
  return Promise.race([answered, failed]);
};

const FUNCTION = 'made-by-another-site';
const newFunction = JSON.stringify({
  FunctionName: FUNCTION,
  Runtime: 'nodejs24.x',
  Role: 'arn:aws:iam::000000000000:role/any',
  Handler: 'index.handler',
  Code: { ZipFile: '' },
});

test.describe('a page of another site in the developer’s browser', () => {
  test('can neither create a function on the emulator, nor delete its data', async ({ page }) => {
    const { endpoint = '' } = deployedStack();
    const functions = `${endpoint}/2015-03-31/functions`;
    expect(await sentFrom(page, functions, { method: 'POST', body: newFunction })).toBe(403);
    const wellKnown = {
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260301/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
    };
    // For this header, the browser sends a preflight, and the response does not allow the header.
    expect(
      await sentFrom(page, functions, { method: 'POST', body: newFunction, headers: wellKnown }),
    ).toMatch(/ERR_FAILED|403/);
    expect(await sentFrom(page, `${endpoint}/_ministack/reset`, { method: 'POST' })).toBe(403);

    const lambda = new LambdaClient(stackClientSettings(deployedStack()));
    await expect(lambda.send(new GetFunctionCommand({ FunctionName: FUNCTION }))).rejects.toThrow(
      /not found/i,
    );
    await lambda.send(new GetFunctionCommand({ FunctionName: 'orderly-local-orders-place-order' }));
  });

  test('can use neither the API nor the simulators through the front door', async ({ page }) => {
    const token = simulators('/identity/tokens');
    for (const url of [api('/orders'), token]) {
      expect(await sentFrom(page, url, { method: 'POST', body: '{"sub":"mallory"}' })).toBe(403);
    }
    expect((await request('GET', api('/products'))).status).toBe(200);
  });
});
