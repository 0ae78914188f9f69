import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { takesEdgeLogs } from '../../infra/constructs/edge-logs.ts';
import { shortRedirects } from '../../infra/short-addresses.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import { frontDoorRoutes } from '../../scripts/deployment/outputs.ts';
import { pathOnEmulator } from '../../scripts/front-door/server.ts';
import { serviceRoutes } from '../support/declared-routes.ts';
import { ALL_VIEWER_EXCEPT_HOST_HEADER, behaviourOf, distributionOf } from './edge-behaviours.ts';
import { resourcesOf, synthesised } from './synthesised.ts';
import { variant } from './variant.ts';

const EVERY_METHOD = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const API = 'https://ApiRestApiE35FEAFE.execute-api.eu-central-1.amazonaws.com';

/** The path of a request to a route, at the address that people use. */
const pathOf = (path: string): string =>
  `/v1${path.replaceAll(/\{\w+\+\}/g, 'some/file.html').replaceAll(/\{\w+\}/g, 'some-id')}`;
const filesOfPages = ['/openapi.json', '/asyncapi.json', '/docs/{file+}', '/app/{file+}'];

describe.each(['sandbox', 'production'] as const)('the distribution of stage %s', (stage) => {
  const stacks = synthesised(stage);
  const config = distributionOf(stacks);
  const at = (path: string) => behaviourOf(stacks, path);

  describe('for every route of the API that is not a file or the catalogue', () => {
    const routes = serviceRoutes.filter(({ path }) => path !== '/products' && !filesOfPages.includes(path));

    it.each(routes.map(({ method, path }) => [method, path] as const))('%s %s', (_method, path) => {
      const requested = pathOf(path);
      const { cache, passedOn, methods, protocol, target } = at(requested);
      // If caching is off, this policy passes on the headers `Authorization`, `Idempotency-Key` and `If-None-Match`,
      // and the headers that contain a signature.
      expect(cache).toBeUndefined();
      expect(passedOn).toBe(ALL_VIEWER_EXCEPT_HOST_HEADER);
      expect(methods.toSorted()).toEqual(EVERY_METHOD);
      // With a redirect, a client that sends its token over plain HTTP would seem to work.
      expect(protocol).toBe('https-only');
      expect(target(requested)).toBe(`${API}${requested}`);
    });

    it('includes those of customers, staff, administrators and the payment provider', () => {
      expect(new Set(routes.map(({ auth }) => auth))).toEqual(new Set(serviceRoutes.map(({ auth }) => auth)));
      expect(routes.length).toBeGreaterThan(30);
    });
  });

  it.each([
    ...filesOfPages.map(pathOf),
    '/',
    '/orders/some-id',
    '/kitchen/',
    '/operations/orders',
    '/signed-in',
    '/pictures/bun.svg',
  ])('keeps %s as long as its own Cache-Control says, the same for all callers', (path) => {
    const { cache, passedOn, methods, protocol } = at(path);
    expect(cache).toMatchObject({
      MinTTL: 0,
      DefaultTTL: 0,
      // A file with a hash in its name may be kept for a year (functions/pages/lambdas/serve-pages.ts).
      MaxTTL: 31_536_000,
      ParametersInCacheKeyAndForwardedToOrigin: {
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Origin'] },
        EnableAcceptEncodingGzip: true,
        EnableAcceptEncodingBrotli: true,
      },
    });
    // If a value is passed on but is not part of the cache's key, one caller's value could change the response to all
    // callers.
    expect(passedOn).toBeUndefined();
    expect(methods).toEqual(['GET', 'HEAD']);
    expect(protocol).toBe('redirect-to-https');
  });

  it('keeps the list of products briefly, by its query, and never passes on a token with it', () => {
    const { cache, passedOn, methods, protocol, target } = at('/v1/products');
    expect(cache).toMatchObject({
      MinTTL: 0,
      DefaultTTL: 0,
      MaxTTL: 60,
      ParametersInCacheKeyAndForwardedToOrigin: {
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'all' },
        HeadersConfig: {
          HeaderBehavior: 'whitelist',
          Headers: ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'],
        },
      },
    });
    expect(passedOn).toBeUndefined();
    expect(methods.toSorted()).toEqual(EVERY_METHOD);
    expect(protocol).toBe('https-only');
    expect(target('/v1/products')).toBe(`${API}/v1/products`);
    const here = serviceRoutes.filter(({ path }) => path === '/products');
    expect(here.map(({ method, auth }) => `${method} ${auth}`)).toEqual(['GET public']);
  });

  it.each([
    '/',
    '/basket',
    '/kitchen/',
    '/operations/orders/some-id',
    '/v1',
    '/v1/orders',
    '/v1/app/kitchen/',
  ])('leads %s where the local server leads it', (path) => {
    const local = frontDoorRoutes({ api: { RestApiId: 'id', RestApiStage: 'v1' } });
    const onEmulator = pathOnEmulator(local, path)?.replace('/_aws/execute-api/id', '');
    expect(at(path).target(path)).toBe(`${API}${onEmulator}`);
  });

  it.each(
    Object.entries(shortRedirects).flatMap(([from, to]) => [[from, to] as const, [`${from}/`, to] as const]),
  )('redirects %s to %s', (from, to) => {
    const answer: unknown = runInNewContext(`${at(from).code ?? ''}; JSON.stringify(handler({}))`);
    expect(JSON.parse(String(answer))).toMatchObject({
      statusCode: 303,
      headers: { location: { value: to } },
    });
    expect(at('/').code).toBeUndefined();
  });

  it('caches no error, because CloudFront would show the error of one caller to all callers', () => {
    const responses = config['CustomErrorResponses'] as readonly Record<string, unknown>[];
    // All status codes that CloudFront accepts in CustomErrorResponses (API reference, CustomErrorResponse).
    const codes = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
    expect(responses).toEqual(codes.map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })));
  });

  it('speaks HTTP/2, HTTP/3 and IPv6, compresses, and reaches the API by TLS 1.2 alone', () => {
    expect(config).toMatchObject({ Enabled: true, HttpVersion: 'http2and3', IPV6Enabled: true });
    const behaviours = [config['DefaultCacheBehavior'], ...(config['CacheBehaviors'] as readonly unknown[])];
    for (const behaviour of behaviours) expect(behaviour).toMatchObject({ Compress: true });
    for (const origin of config['Origins'] as readonly unknown[]) {
      expect(origin).toMatchObject({
        CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
      });
    }
  });

  it('leaves the headers of the functions as they are, and the root to the shop', () => {
    expect(JSON.stringify(config)).not.toContain('ResponseHeadersPolicyId');
    expect(config).not.toHaveProperty('DefaultRootObject');
    expect(config).not.toHaveProperty('WebACLId');
  });

  it('is deployed after the API, and no other stack needs its address', () => {
    expect(stacks.stacks.find(({ name }) => name === 'edge')?.dependencies).toContain('api');
    expect(stacks.stacks.filter(({ dependencies }) => dependencies.includes('edge'))).toEqual([]);
  });
});

describe('the address of the distribution', () => {
  const outputOf = (stacks: Parameters<typeof distributionOf>[0], name: string) =>
    JSON.stringify(stacks.templates['edge']?.Outputs?.[name]?.Value);

  it('is the domain of the settings, at which TLS 1.2 is the least', () => {
    const { shopDomain } = sampleSettings.production;
    const stacks = synthesised('production');
    expect(distributionOf(stacks)).toMatchObject({
      Aliases: [shopDomain.name],
      ViewerCertificate: {
        AcmCertificateArn: shopDomain.certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
    expect(outputOf(stacks, 'ShopUrl')).toBe('"https://shop.brezelbar.de"');
    expect(outputOf(stacks, 'ShopDomainTarget')).toContain('DomainName');
  });

  it('is otherwise that of CloudFront, with its certificate, for which no minimum can be set', () => {
    const stacks = synthesised('sandbox');
    expect(distributionOf(stacks)).not.toHaveProperty('ViewerCertificate');
    expect(distributionOf(stacks)).not.toHaveProperty('Aliases');
    expect(outputOf(stacks, 'ShopUrl')).toMatch(/https:\/\/.*DomainName/);
  });
});

describe('access logs', () => {
  const bucketsOf = (stacks: Parameters<typeof distributionOf>[0]) =>
    resourcesOf(stacks, 'AWS::S3::Bucket').filter(
      ({ id }) => stacks.templates['edge']?.Resources[id] !== undefined,
    );

  it('go to a private bucket in production, which deletes them like other logs and is kept', () => {
    const stacks = synthesised('production');
    const [bucket, ...others] = bucketsOf(stacks);
    expect(others).toEqual([]);
    expect(distributionOf(stacks)['Logging']).toEqual({ Bucket: `${bucket?.id}.RegionalDomainName` });
    expect(bucket).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        LifecycleConfiguration: { Rules: [{ ExpirationInDays: 90, Status: 'Enabled' }] },
        // CloudFront needs an ACL to write its logs into the bucket. No ACL makes anything public.
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
  });

  it('do not exist in a sandbox, whose stack could not be removed with them', () => {
    const stacks = synthesised('sandbox');
    expect(distributionOf(stacks)).not.toHaveProperty('Logging');
    expect(bucketsOf(stacks)).toEqual([]);
  });

  it.each([
    ['eu-central-1', true],
    ['us-west-2', true],
    // CloudFront delivers no logs to buckets in these opt-in regions.
    ['eu-central-2', false],
    ['eu-south-1', false],
    ['ap-east-1', false],
  ])('in %s exist: %s', (region, exist) => {
    expect(takesEdgeLogs({ keepData: true, target: { region } })).toBe(exist);
  });
});

describe('a stage without a distribution', () => {
  it('is each stage on an emulator', () => {
    const stacks = synthesised('local');
    expect(stacks.settings.edge).toBe(false);
    expect(JSON.stringify(stacks.templates)).not.toContain('AWS::CloudFront');
  });

  it('is a stage on AWS whose settings say so. Its API keeps the export, because the old stack still uses it', async () => {
    const without = await variant('sandbox', { file: { sandbox: { edge: false } } });
    expect(JSON.stringify(without.templates)).not.toContain('AWS::CloudFront');
    const exportsOf = (stacks: Parameters<typeof distributionOf>[0]) =>
      Object.keys(stacks.templates['api']?.Outputs ?? {}).filter((id) => id.startsWith('ExportsOutput'));
    expect(exportsOf(synthesised('sandbox'))).toEqual([expect.stringContaining('RestApi')]);
    expect(exportsOf(without)).toEqual(exportsOf(synthesised('sandbox')));
  });
});
