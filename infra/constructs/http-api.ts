import { CfnOutput, Lazy, RemovalPolicy, Size } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  type AwsIntegration,
  type CfnStage,
  DomainName,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Route } from '../../shared/http/route.ts';
import { API_STAGE } from '../short-addresses.ts';
import type { Domain, StageSettings } from '../stage-config.ts';
import { FunctionInvoker } from './function-invoker.ts';
import { addGatewayAnswers } from './gateway-answers.ts';
import { keptOrNamed } from './kept-or-named.ts';

export interface HttpApiProps {
  readonly settings: StageSettings;
  /** Part of the names of the API and of its log group. */
  readonly name: string;
  /** The public address of the API. Without a domain, the API has the address that API Gateway chooses. */
  readonly domain?: Domain | undefined;
}

/** A method and a path with the lower limits of public routes. */
interface PublicRoute {
  readonly method: string;
  readonly path: string;
}

/**
 * API Gateway compresses responses of at least this many bytes for clients that accept compression. Smaller responses
 * would hardly get smaller, and compression takes time.
 */
const COMPRESS_FROM_BYTES = 1024;

/**
 * A REST API. A function handles one route or several. Errors from API Gateway have the same format as the functions'
 * errors.
 */
export class HttpApi extends Construct {
  readonly restApi: RestApi;
  /** The API's URL without a trailing slash. */
  readonly url: string;
  readonly #functions: FunctionInvoker;
  readonly #allowedOrigins: readonly string[];
  /** The methods of each declared path, HEAD included. */
  readonly #methods = new Map<string, string[]>();
  /** Handles the requests that match no declared route. */
  #otherMethods: AwsIntegration | undefined;
  readonly #publicRoutes: PublicRoute[] = [];
  readonly #publicRate: StageSettings['publicThrottling'];

  constructor(scope: Construct, id: string, { settings, name, domain }: HttpApiProps) {
    super(scope, id);
    this.#publicRate = settings.publicThrottling;
    this.#allowedOrigins = settings.allowedOrigins;
    this.#functions = new FunctionInvoker(this, 'Functions');
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      ...keptOrNamed(settings, { logGroupName: `/orderly/${settings.name}/${name}/access` }),
      retention: settings.logRetentionDays as RetentionDays,
    });
    this.restApi = new RestApi(this, 'RestApi', {
      restApiName: `orderly-${settings.name}-${name}`,
      endpointTypes: [EndpointType.REGIONAL],
      ...(settings.onAws ? { minCompressionSize: Size.bytes(COMPRESS_FROM_BYTES) } : {}),
      // The role with which API Gateway writes logs. An account has only one such role in a region, so the role must
      // outlive this stack.
      cloudWatchRole: settings.onAws,
      ...(settings.onAws ? { cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN } : {}),
      deployOptions: {
        stageName: API_STAGE,
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
    addGatewayAnswers(this.restApi, settings);
  }

  /**
   * Adds a route, as declared in a service's `api.ts`, and the function that handles it. A route for GET also serves
   * HEAD. The route for `ANY` gets all requests that match no declared route.
   */
  route({ method, path, auth }: Pick<Route, 'method' | 'path' | 'auth'>, handler: Function): void {
    if (this.#allowedOrigins.length > 0) {
      handler.addEnvironment('ALLOWED_ORIGINS', this.#allowedOrigins.join(' '));
    }
    if (method === 'ANY') {
      this.#addOtherMethods(path, handler);
      return;
    }
    const resource = this.restApi.root.resourceForPath(path);
    const integration = this.#functions.integrationOf(handler);
    const known = this.#methods.get(path) ?? [];
    if (known.length === 0 && this.#otherMethods !== undefined) resource.addMethod('ANY', this.#otherMethods);
    for (const one of method === 'GET' ? ['GET', 'HEAD'] : [method]) {
      resource.addMethod(one, integration);
      known.push(one);
      if (auth === 'public' && method === 'GET') this.#publicRoutes.push({ method: one, path });
    }
    this.#methods.set(path, known);
  }

  /**
   * Gives each path a method ANY, which "will catch any HTTP method that wasn't explicitly declared" (developer guide,
   * "x-amazon-apigateway-any-method object"). Without the method ANY, API Gateway would respond that the path does not
   * exist.
   */
  #addOtherMethods(path: string, handler: Function): void {
    this.#otherMethods = this.#functions.integrationOf(handler);
    // A greedy path such as `/{proxy+}` does not match the root path.
    for (const one of ['/', path, ...this.#methods.keys()]) {
      this.restApi.root.resourceForPath(one).addMethod('ANY', this.#otherMethods);
    }
    const allowed = () =>
      [...this.#methods].map(([one, methods]) => [one, [...methods, 'OPTIONS'].toSorted().join(', ')]);
    handler.addEnvironment(
      'METHODS',
      Lazy.string({ produce: () => JSON.stringify(Object.fromEntries(allowed())) }),
    );
  }

  /**
   * Limits apply to each method separately (developer guide, "Throttle requests to your REST APIs"). But all functions
   * share the account's concurrency, and anyone may call a public route. So public routes for GET have lower limits
   * than all other routes.
   */
  #limitPublicRoutes(): void {
    const stage = this.restApi.deploymentStage.node.defaultChild as CfnStage;
    const forAll = stage.methodSettings as CfnStage.MethodSettingProperty[];
    const limit = ({ method, path }: PublicRoute): CfnStage.MethodSettingProperty => ({
      // Settings of one method replace the settings for all methods (`forAll`), so this object repeats the settings for
      // all methods.
      ...forAll[0],
      httpMethod: method,
      // Slashes are escaped as in JSON Pointers (CloudFormation reference, AWS::ApiGateway::Stage MethodSetting).
      resourcePath: `/${path.replaceAll('/', '~1')}`,
      throttlingRateLimit: this.#publicRate.rate,
      throttlingBurstLimit: this.#publicRate.burst,
    });
    stage.methodSettings = Lazy.any({ produce: () => [...forAll, ...this.#publicRoutes.map(limit)] });
  }

  /** @returns the URL. The owner of the domain has to point the domain to the address in the output `DomainTarget`. */
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

  #ownUrl(): string {
    return this.#urlWithStage(this.restApi.deploymentStage.stageName);
  }

  /**
   * The API's URL, for functions behind this API. These functions cannot refer to the API's stage, because the stage
   * depends on them.
   */
  get urlForOwnFunctions(): string {
    return this.#urlWithStage(API_STAGE);
  }

  #urlWithStage(stage: string): string {
    const { region, urlSuffix } = this.restApi.stack;
    return `https://${this.restApi.restApiId}.execute-api.${region}.${urlSuffix}/${stage}`;
  }
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
