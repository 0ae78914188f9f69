import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat, CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { LogGroupLogDestination, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { API_STAGE } from '../short-addresses.ts';
import type { StageSettings } from '../stage-config.ts';
import { keptOrNamed } from './kept-or-named.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * A log line for each connection and message (developer guide, "Monitor WebSocket API execution with CloudWatch
 * metrics" and "Set up logging for WebSocket APIs"). The log line does not contain the message, because messages
 * contain tokens.
 */
const accessLogFormat = (): AccessLogFormat =>
  AccessLogFormat.custom(
    JSON.stringify({
      requestId: '$context.requestId',
      time: '$context.requestTime',
      connectionId: '$context.connectionId',
      event: '$context.eventType',
      route: '$context.routeKey',
      status: '$context.status',
      latencyMs: '$context.integrationLatency',
      ip: '$context.identity.sourceIp',
    }),
  );

/**
 * The WebSocket API. One function handles all its routes. There is no route `$connect`, so API Gateway opens each
 * connection without calling a function (developer guide, "Manage connected users and client apps"). A page signs in
 * with its first message.
 */
export class SocketApi extends Construct {
  readonly api: WebSocketApi;
  readonly stage: WebSocketStage;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    this.api = new WebSocketApi(this, 'Api', {
      apiName: `orderly-${settings.name}-live`,
      description: `Tells pages what has changed (${settings.name})`,
      routeSelectionExpression: '$request.body.action',
    });
    const logs = new LogGroup(this, 'AccessLogs', {
      ...keptOrNamed(settings, { logGroupName: `/orderly/${settings.name}/live/access` }),
      retention: settings.logRetentionDays as RetentionDays,
    });
    this.stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: API_STAGE,
      autoDeploy: true,
      throttle: { rateLimit: settings.throttling.rate, burstLimit: settings.throttling.burst },
      accessLogSettings: { destination: new LogGroupLogDestination(logs), format: accessLogFormat() },
    });
    if (settings.onAws) this.#allowLogs();
  }

  /** Lets a function handle the routes, send messages over the connections of this stage, and close them. */
  handledBy(handler: ServiceFunction): void {
    for (const key of ['$disconnect', '$default']) {
      const name = key.slice(1);
      this.api.addRoute(key, { integration: new WebSocketLambdaIntegration(name, handler) });
    }
    this.#allow(handler, 'POST', 'DELETE');
  }

  /** Lets a function send messages over the connections of this stage. Sets `CONNECTIONS_URL`. */
  allowSending(sender: ServiceFunction): void {
    this.#allow(sender, 'POST');
  }

  /** Lets a function send messages (`POST`) over the connections of this stage, or close them (`DELETE`). */
  #allow(user: ServiceFunction, ...methods: readonly ('POST' | 'DELETE')[]): void {
    user.addEnvironment('CONNECTIONS_URL', this.stage.callbackUrl);
    const api = `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${this.api.apiId}`;
    user.allow(
      ['execute-api:ManageConnections'],
      methods.map((method) => `${api}/${API_STAGE}/${method}/@connections/*`),
    );
  }

  /**
   * Sets the role with which API Gateway writes logs, as CDK does for each REST API. An account has only one such role
   * in a region, so the role must outlive this stack. The role that CDK sets for the HTTP API comes too late, because
   * this stack is deployed before that of the HTTP API.
   */
  #allowLogs(): void {
    const role = new Role(this, 'LogRole', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
      ],
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const account = new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.stage.node.addDependency(account);
  }
}
