import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { parse } from 'yaml';
import type { handler as servePages } from '../../../../functions/pages/lambdas/serve-pages.ts';
import { apiEvent, lambdaContext } from '../../../support/lambda-events.ts';

const asyncApi = parse(
  readFileSync(new URL('../../../../docs/api/asyncapi.yaml', import.meta.url), 'utf8'),
) as object;

const files = mkdtempSync(join(tmpdir(), 'orderly-pages-'));
for (const folder of ['docs', 'documents', 'app/shop', 'app/assets']) {
  mkdirSync(join(files, folder), { recursive: true });
}
writeFileSync(join(files, 'app/shop', 'index.html'), '<script src="/__app__/assets/shop-1a2b.js"></script>');
writeFileSync(join(files, 'app/assets', 'shop-1a2b.js'), 'run()');
writeFileSync(join(files, 'docs', 'index.html'), '<h1>API</h1>');
writeFileSync(join(files, 'documents', 'openapi.json'), '{ "openapi": "3.1.0" }');
writeFileSync(join(files, 'documents', 'asyncapi.json'), JSON.stringify(asyncApi));

let handler: typeof servePages;
beforeAll(async () => {
  process.env['FILES_URL'] = pathToFileURL(`${files}/`).href;
  process.env['SIGN_IN'] = '{}';
  ({ handler } = await import('../../../../functions/pages/lambdas/serve-pages.ts'));
});
afterAll(() => rmSync(files, { recursive: true }));

const send = (
  method: string,
  resource: string,
  {
    file,
    ...others
  }: {
    readonly file?: string;
    readonly apiPath?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<APIGatewayProxyResult> =>
  handler(
    apiEvent({ method, resource, ...others, ...(file === undefined ? {} : { path: { file } }) }),
    lambdaContext(),
  );
const getFile = (file: string) => send('GET', '/docs/{file+}', { file });

describe('the document of the events', () => {
  it('is served as JSON that caches may keep, as a whole', async () => {
    const { statusCode, headers, body } = await send('GET', '/asyncapi.json');
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
    });
    expect(JSON.parse(body)).toEqual(asyncApi);
  });

  it('is not sent again to a client that has it, and HEAD tells its length', async () => {
    const { headers, body } = await send('GET', '/asyncapi.json');
    const etag = String(headers?.['etag']);
    expect(await send('GET', '/asyncapi.json', { headers: { 'if-none-match': etag } })).toMatchObject({
      statusCode: 304,
      body: '',
    });
    expect(await send('HEAD', '/asyncapi.json')).toMatchObject({
      statusCode: 200,
      headers: { etag, 'content-length': String(Buffer.byteLength(body)) },
      body: '',
    });
  });
});

describe('the page of the events', () => {
  it('is served under a policy that allows no scripts and nothing from elsewhere', async () => {
    const { statusCode, headers, body } = await getFile('events/index.html');
    expect(statusCode).toBe(200);
    expect(body).toContain('<h3 id="OrderPaid-name">');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    });
  });

  it('leaves the other pages their scripts', async () => {
    const { headers } = await getFile('index.html');
    expect(headers?.['content-security-policy']).toContain("script-src 'self';");
  });
});

describe('the addresses of folders', () => {
  /** The path at which a browser ends up if it starts at this address of the API. */
  const arrival = async (address: string): Promise<string> => {
    const { pathname } = new URL(address);
    // API Gateway removes a slash at the end.
    const path = pathname.replace(/[/]$/, '');
    const answer =
      path === '/v1/docs' ? await send('GET', '/docs') : await getFile(path.replace('/v1/docs/', ''));
    if (answer.statusCode === 200) return pathname;
    expect(answer.statusCode).toBe(303);
    return arrival(new URL(String(answer.headers?.['location']), address).href);
  };

  it.each([
    ['/v1/docs', '/v1/docs/index.html'],
    ['/v1/docs/', '/v1/docs/index.html'],
    ['/v1/docs/events', '/v1/docs/events/index.html'],
    ['/v1/docs/events/', '/v1/docs/events/index.html'],
  ])('%s leads to %s, from which links between the pages work', async (from, to) => {
    expect(await arrival(`https://api.example.com${from}`)).toBe(to);
  });

  it('keeps the slash that an emulator does not leave out', async () => {
    expect(await getFile('events/')).toMatchObject({ statusCode: 303, headers: { location: 'index.html' } });
  });

  it.each(['events/other.html', 'events/events', 'docs/docs/index.html', 'docs/swagger-ui.css'])(
    'does not answer %s',
    async (file) => {
      expect(await getFile(file)).toMatchObject({ statusCode: 404 });
    },
  );
});

describe('the shop', () => {
  it('is checked at each visit, and runs scripts of its own server alone', async () => {
    const { statusCode, headers, body } = await send('GET', '/app');
    expect(statusCode).toBe(200);
    expect(body).toBe('<script src="/v1/app/assets/shop-1a2b.js"></script>');
    expect(headers).toMatchObject({ 'cache-control': 'public, no-cache', etag: expect.any(String) });
    expect(headers?.['content-security-policy']).toContain("script-src 'self';");
  });

  it('names its files below the address by which the request came, because an API can have several', async () => {
    const { body } = await send('GET', '/app', { apiPath: '' });
    expect(body).toBe('<script src="/app/assets/shop-1a2b.js"></script>');
  });

  it('keeps a script with a hash in its name for ever', async () => {
    const { headers } = await send('GET', '/app/{file+}', { file: 'assets/shop-1a2b.js' });
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
    });
  });

  it('says that nobody can sign in, if the stage does not say where', async () => {
    const { body } = await send('GET', '/app/{file+}', { file: 'settings.json' });
    expect(JSON.parse(body)).toEqual({ signIn: { customers: null, staff: null }, liveUrl: null });
  });
});
