import { CfnOutput, Lazy, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  type CfnStage,
  DomainName,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  ResponseType,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Route } from '../../shared/http/route.ts';
import type { Domain, StageSettings } from '../stage-config.ts';
import { keptOrNamed } from './kept-or-named.ts';
import type { ServiceFunction } from './service-function.ts';

export interface HttpApiProps {
  readonly settings: StageSettings;
  /** Part of the names of the API and of its log group. */
  readonly name: string;
  /** The public address of the API. Without one, it has the address that API Gateway gives it. */
  readonly domain?: Domain | undefined;
}

/** The API's only stage; part of the URL that API Gateway gives it. */
const STAGE_NAME = 'v1';

/** A REST API with one function per route. Errors from API Gateway have the same format as the functions' errors. */
export class HttpApi extends Construct {
  readonly restApi: RestApi;
  /** The API's URL without a trailing slash. */
  readonly url: string;
  readonly #publicRoutes: Pick<Route, 'method' | 'path'>[] = [];
  readonly #publicRate: StageSettings['publicThrottling'];

  constructor(scope: Construct, id: string, { settings, name, domain }: HttpApiProps) {
    super(scope, id);
    this.#publicRate = settings.publicThrottling;
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      ...keptOrNamed(settings, { logGroupName: `/orderly/${settings.name}/${name}/access` }),
      retention: settings.logRetentionDays as RetentionDays,
    });
    this.restApi = new RestApi(this, 'RestApi', {
      restApiName: `orderly-${settings.name}-${name}`,
      endpointTypes: [EndpointType.REGIONAL],
      // The role with which API Gateway writes logs. An account has only one, so it must outlive this stack.
      cloudWatchRole: settings.onAws,
      ...(settings.onAws ? { cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN } : {}),
      deployOptions: {
        stageName: STAGE_NAME,
        tracingEnabled: true,
        throttlingRateLimit: settings.throttling.rate,
        throttlingBurstLimit: settings.throttling.burst,
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: accessLogFormat(),
        ...(settings.onAws ? { loggingLevel: MethodLoggingLevel.ERROR, metricsEnabled: true } : {}),
      },
    });
    this.url = domain === undefined ? this.#ownUrl() : this.#publishUnder(domain);
    this.#limitPublicRoutes();
    this.#answerAsProblems();
  }

  /** Adds a route, as declared in a service's `api.ts`, and the function that handles it. */
  route({ method, path, auth }: Pick<Route, 'method' | 'path' | 'auth'>, handler: ServiceFunction): void {
    const integration = new LambdaIntegration(handler, { allowTestInvoke: false });
    this.restApi.root.resourceForPath(path).addMethod(method, integration);
    if (auth !== 'public' || method !== 'GET') return;
    this.#publicRoutes.push({ method, path });
  }

  /**
   * Limits apply to each method separately (developer guide, "Throttle requests to your REST APIs"). But all functions
   * share the account's concurrency. So public routes have lower limits than routes that need a token.
   */
  #limitPublicRoutes(): void {
    const stage = this.restApi.deploymentStage.node.defaultChild as CfnStage;
    const forAll = stage.methodSettings as CfnStage.MethodSettingProperty[];
    const limit = ({ method, path }: Pick<Route, 'method' | 'path'>): CfnStage.MethodSettingProperty => ({
      // Settings of one method replace the settings for all methods (`forAll`), so this repeats those.
      ...forAll[0],
      httpMethod: method,
      // Slashes are escaped as in JSON Pointers (CloudFormation reference, AWS::ApiGateway::Stage MethodSetting).
      resourcePath: `/${path.replaceAll('/', '~1')}`,
      throttlingRateLimit: this.#publicRate.rate,
      throttlingBurstLimit: this.#publicRate.burst,
    });
    stage.methodSettings = Lazy.any({ produce: () => [...forAll, ...this.#publicRoutes.map(limit)] });
  }

  /** @returns the URL. The owner of the domain points it to the address in the output `DomainTarget`. */
  #publishUnder({ name, certificateArn }: Domain): string {
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    const domain = new DomainName(this, 'Domain', {
      domainName: name,
      certificate,
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    domain.addBasePathMapping(this.restApi);
    new CfnOutput(this.restApi.stack, 'DomainTarget', { value: domain.domainNameAliasDomainName });
    return `https://${name}`;
  }

  /** The URL that API Gateway gives the API. */
  #ownUrl(): string {
    return this.#urlWithStage(this.restApi.deploymentStage.stageName);
  }

  /** The same URL, for functions behind this API. They cannot refer to the API's stage, because it depends on them. */
  get urlForOwnFunctions(): string {
    return this.#urlWithStage(STAGE_NAME);
  }

  #urlWithStage(stage: string): string {
    const { region, urlSuffix } = this.restApi.stack;
    return `https://${this.restApi.restApiId}.execute-api.${region}.${urlSuffix}/${stage}`;
  }

  /** Requests that API Gateway rejects before a function runs also get problem details (RFC 9457). */
  #answerAsProblems(): void {
    const add = (id: string, type: ResponseType, answer: GatewayAnswer): void => {
      const { status, title, code, retryAfter } = answer;
      this.restApi.addGatewayResponse(id, {
        type,
        ...(status === undefined ? {} : { statusCode: String(status) }),
        responseHeaders: {
          'Content-Type': "'application/problem+json'",
          ...(retryAfter === undefined ? {} : { 'Retry-After': `'${retryAfter}'` }),
        },
        templates: {
          'application/json': JSON.stringify({
            type: `urn:orderly:problem:${code}`,
            title,
            ...(status === undefined ? {} : { status }),
            detail: title,
            code,
            correlationId: '$context.requestId',
          }),
        },
      });
    };
    add('RefusedResponse', ResponseType.DEFAULT_4XX, { title: 'Bad request', code: 'request.invalid' });
    add('FailedResponse', ResponseType.DEFAULT_5XX, { title: 'Internal error', code: 'internal' });
    // API Gateway uses this type of response if no route matches the request.
    add('NoRouteResponse', ResponseType.MISSING_AUTHENTICATION_TOKEN, {
      status: 404,
      title: 'Not found',
      code: 'route.not-found',
    });
    add('ThrottledResponse', ResponseType.THROTTLED, {
      status: 429,
      title: 'Too many requests',
      code: 'request.throttled',
      retryAfter: 2,
    });
    add('TooLargeResponse', ResponseType.REQUEST_TOO_LARGE, {
      status: 413,
      title: 'Content too large',
      code: 'request.too-large',
    });
  }
}

interface GatewayAnswer {
  readonly status?: number;
  readonly title: string;
  readonly code: string;
  readonly retryAfter?: number;
}

/** One JSON line per request. `requestId` is the correlation id in error responses of API Gateway itself. */
const accessLogFormat = (): AccessLogFormat =>
  AccessLogFormat.custom(
    JSON.stringify({
      requestId: AccessLogField.contextRequestId(),
      traceId: AccessLogField.contextXrayTraceId(),
      time: AccessLogField.contextRequestTime(),
      method: AccessLogField.contextHttpMethod(),
      route: AccessLogField.contextResourcePath(),
      status: AccessLogField.contextStatus(),
      latencyMs: AccessLogField.contextResponseLatency(),
      bytes: AccessLogField.contextResponseLength(),
      ip: AccessLogField.contextIdentitySourceIp(),
    }),
  );
