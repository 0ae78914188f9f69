import { describe, expect, it } from '@jest/globals';
import { resourcesOf, synthesised } from './synthesised.ts';

describe.each(['sandbox', 'production'] as const)('the limits of the API of %s', (stage) => {
  it('are lower for routes that anyone may read, HEAD included, and separate for each route', () => {
    const [settings] = Object.values(synthesised(stage).templates['api']?.Resources ?? {})
      .filter(({ Type }) => Type === 'AWS::ApiGateway::Stage')
      .map(({ Properties }) => Properties['MethodSettings'] as readonly Record<string, unknown>[]);
    const limits = settings?.map(({ HttpMethod, ResourcePath, ThrottlingRateLimit, ThrottlingBurstLimit }) =>
      [HttpMethod, ResourcePath, ThrottlingRateLimit, ThrottlingBurstLimit].join(' '),
    );

    expect(limits).toEqual([
      '* /* 500 1000',
      'GET /~1products 100 200',
      'HEAD /~1products 100 200',
      'GET /~1products~1{productId} 100 200',
      'HEAD /~1products~1{productId} 100 200',
      'GET /~1health 100 200',
      'HEAD /~1health 100 200',
      'GET /~1openapi.json 100 200',
      'HEAD /~1openapi.json 100 200',
      'GET /~1asyncapi.json 100 200',
      'HEAD /~1asyncapi.json 100 200',
      'GET /~1docs 100 200',
      'HEAD /~1docs 100 200',
      'GET /~1docs~1{file+} 100 200',
      'HEAD /~1docs~1{file+} 100 200',
      'GET /~1app 100 200',
      'HEAD /~1app 100 200',
      'GET /~1app~1{file+} 100 200',
      'HEAD /~1app~1{file+} 100 200',
    ]);
    // These settings of one method replace the settings of all methods (`* /*`), so they must repeat the settings of
    // logs and metrics.
    for (const one of settings ?? [])
      expect(one).toMatchObject({ LoggingLevel: 'ERROR', MetricsEnabled: true });
  });
});

describe('the API on AWS', () => {
  it.each(['sandbox', 'production'] as const)(
    'compresses the pages and the catalogue, on stage %s',
    (stage) => {
      const sizes = resourcesOf(synthesised(stage), 'AWS::ApiGateway::RestApi').map(
        ({ Properties }) => Properties['MinimumCompressionSize'],
      );
      expect(new Set(sizes)).toEqual(new Set([1024]));
    },
  );
});

describe('the domain of the API', () => {
  it('has the certificate of the settings, and is the address that other programs use', () => {
    const stacks = synthesised('production');
    const [domain] = resourcesOf(stacks, 'AWS::ApiGateway::DomainName');

    expect(domain?.Properties).toMatchObject({
      DomainName: 'api.brezelbar.de',
      RegionalCertificateArn: expect.stringContaining('arn:aws:acm:eu-central-1:') as unknown,
      SecurityPolicy: 'TLS_1_2',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
    expect(resourcesOf(stacks, 'AWS::ApiGateway::BasePathMapping')).toHaveLength(1);
    expect(stacks.templates['api']?.Outputs?.['RestApiUrl']?.Value).toBe('https://api.brezelbar.de');
    expect(stacks.templates['api']?.Outputs).toHaveProperty('DomainTarget');
  });

  it('does not exist without settings', () => {
    expect(resourcesOf(synthesised('sandbox'), 'AWS::ApiGateway::DomainName')).toEqual([]);
  });
});
