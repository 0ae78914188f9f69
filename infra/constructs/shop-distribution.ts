import { Duration, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
  type BehaviorOptions,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { API_PATH, PAGES_BELOW_API, shortRedirects } from '../short-addresses.ts';
import type { StageSettings } from '../stage-config.ts';
import { EdgeLogs, takesEdgeLogs } from './edge-logs.ts';

/**
 * The longest that a file stays in the cache. The `Cache-Control` of files with a hash in their names allows this time.
 */
const FILES_AT_MOST = Duration.days(365);

/** The longest that the catalogue stays in the cache, whatever its `Cache-Control` says. */
const CATALOGUE_AT_MOST = Duration.minutes(1);

/**
 * The headers with which a browser asks what a page of another origin may do (Fetch standard, "CORS"). CloudFront must
 * pass them on to the API.
 */
const CORS_HEADERS = ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'];

/**
 * The statuses of errors for which a distribution can set how long CloudFront caches the response. By default,
 * CloudFront caches errors for 10 seconds, even if a behaviour caches nothing. It caches most errors even if they have
 * `no-store` (CloudFront developer guide, "Control how long CloudFront caches errors"). With this default, all callers
 * would get the error of one caller.
 */
const ERRORS = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** The code of the CloudFront function that answers each request with a redirect. */
const redirectCode = (location: string): string =>
  `function handler() {
  return { statusCode: 303, statusDescription: 'See Other', headers: { location: { value: '${location}' } } };
}`;

/**
 * The CloudFront distribution through which people reach pages and API: the shop at `/`, the API at `/v1`. Decision 55
 * (docs/adr) has the reasons for each behaviour.
 */
export class ShopDistribution extends Construct {
  readonly distribution: Distribution;
  /** The address of the shop, without a slash at the end. */
  readonly url: string;
  readonly hasOwnDomain: boolean;
  /** Where CloudFront writes access logs, if it does. */
  readonly logs: EdgeLogs | undefined;

  /** @param apiId the id of the REST API behind the distribution */
  constructor(scope: Construct, id: string, settings: StageSettings, apiId: string) {
    super(scope, id);
    const { region, urlSuffix } = Stack.of(this);
    const origin = (originPath?: string) =>
      new HttpOrigin(`${apiId}.execute-api.${region}.${urlSuffix}`, {
        ...(originPath === undefined ? {} : { originPath }),
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      });
    const api = origin();
    const files = this.#files(api);
    const { shopDomain } = settings;
    this.logs = takesEdgeLogs(settings) ? new EdgeLogs(this, 'Logs', settings) : undefined;
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Orderly, ${settings.name}`,
      defaultBehavior: { ...files, origin: origin(`${API_PATH}${PAGES_BELOW_API}`) },
      // The first pattern that matches a path decides which behaviour applies.
      additionalBehaviors: {
        [`${API_PATH}/products`]: this.#catalogue(api),
        ...Object.fromEntries(
          [`${PAGES_BELOW_API}/*`, '/docs/*', '/openapi.json', '/asyncapi.json'].map((path) => [
            `${API_PATH}${path}`,
            files,
          ]),
        ),
        ...this.#redirects(files),
        [API_PATH]: everyCall(api),
        [`${API_PATH}/*`]: everyCall(api),
      },
      errorResponses: ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      httpVersion: HttpVersion.HTTP2_AND_3,
      // All locations of CloudFront are used, because most customers are near the stage's region, and that can be any
      // region. Expensive locations cost more only if visitors come from near them.
      priceClass: PriceClass.PRICE_CLASS_ALL,
      ...(shopDomain === undefined
        ? {}
        : {
            domainNames: [shopDomain.name],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', shopDomain.certificateArn),
            minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
          }),
      // The cast is needed because CDK's class does not match its interface under `exactOptionalPropertyTypes`.
      ...(this.logs === undefined ? {} : { logBucket: this.logs as IBucket }),
    });
    this.hasOwnDomain = shopDomain !== undefined;
    this.url = `https://${shopDomain?.name ?? this.distribution.distributionDomainName}`;
  }

  /**
   * CloudFront keeps files as long as their own `Cache-Control` allows. A file does not depend on the query, or on who
   * asks for it.
   */
  #files(api: HttpOrigin): BehaviorOptions {
    const cachePolicy = new CachePolicy(this, 'Files', {
      comment: 'Files of the pages and of the documentation',
      ...byCacheControl(FILES_AT_MOST),
      queryStringBehavior: CacheQueryStringBehavior.none(),
      headerBehavior: CacheHeaderBehavior.allowList('Origin'),
    });
    return {
      origin: api,
      cachePolicy,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    };
  }

  /**
   * The public list of products. CloudFront does not pass on `Authorization`, so the API answers every request for this
   * list as a request without a token. Therefore the cache cannot contain an answer that is meant for a caller with a
   * token.
   */
  #catalogue(api: HttpOrigin): BehaviorOptions {
    const cachePolicy = new CachePolicy(this, 'Catalogue', {
      comment: 'The public list of products',
      ...byCacheControl(CATALOGUE_AT_MOST),
      queryStringBehavior: CacheQueryStringBehavior.all(),
      headerBehavior: CacheHeaderBehavior.allowList(...CORS_HEADERS),
    });
    return { ...ofApi(api), cachePolicy };
  }

  /** A function at the edge answers each address in `shortRedirects`, with and without a slash at the end. */
  #redirects(files: BehaviorOptions): Readonly<Record<string, BehaviorOptions>> {
    return Object.fromEntries(
      Object.entries(shortRedirects).flatMap(([from, to]) => {
        const redirect = new EdgeFunction(this, `Redirect${from.replaceAll('/', '-')}`, {
          comment: `Redirects ${from} to ${to}`,
          runtime: FunctionRuntime.JS_2_0,
          code: FunctionCode.fromInline(redirectCode(to)),
        });
        const functionAssociations = [{ function: redirect, eventType: FunctionEventType.VIEWER_REQUEST }];
        return [from, `${from}/`].map((path) => [path, { ...files, functionAssociations }] as const);
      }),
    );
  }
}

/** By default nothing is cached. A response is cached only if its own `Cache-Control` says so. */
const byCacheControl = (maxTtl: Duration) => ({
  minTtl: Duration.seconds(0),
  defaultTtl: Duration.seconds(0),
  maxTtl,
  cookieBehavior: CacheCookieBehavior.none(),
  enableAcceptEncodingGzip: true,
  enableAcceptEncodingBrotli: true,
});

/**
 * CloudFront passes on all methods, because the API itself refuses those that a path does not have. CloudFront refuses
 * a call over http instead of redirecting it. The caller has already sent its token unencrypted, and a redirect would
 * hide this.
 */
const ofApi = (origin: HttpOrigin) => ({
  origin,
  allowedMethods: AllowedMethods.ALLOW_ALL,
  viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
});

/**
 * Every call reaches the API, with all headers and the query. The exception is the header `Host`, by which API Gateway
 * finds the API. This policy passes on `Authorization` only if caching is off.
 */
const everyCall = (origin: HttpOrigin): BehaviorOptions => ({
  ...ofApi(origin),
  cachePolicy: CachePolicy.CACHING_DISABLED,
  originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
});
