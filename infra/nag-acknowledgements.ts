import { Validations } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { WebSocketRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';
import { EdgeLogs } from './constructs/edge-logs.ts';
import { FunctionRole } from './constructs/function-role.ts';
import { LostRecords } from './constructs/lost-records.ts';
import { OutboxRelay } from './constructs/outbox-relay.ts';
import { ShopDistribution } from './constructs/shop-distribution.ts';
import { SocketApi } from './constructs/socket-api.ts';
import type { StageSettings } from './stage-config.ts';

/** An accepted finding of cdk-nag's AwsSolutions pack: where it occurs, and the reason. */
interface Acknowledgement {
  readonly id: string | ((settings: StageSettings) => string);
  readonly on: (construct: IConstruct) => boolean;
  readonly reason: string;
  /** True if the finding is accepted only on the local stage, because emulators lack what the rule requires. */
  readonly locally?: boolean;
}

const isApi = (construct: IConstruct): boolean => construct instanceof RestApi;
const isSocketApi = (construct: IConstruct): boolean => construct instanceof SocketApi;
const isUserPool = (construct: IConstruct): boolean => construct instanceof UserPool;
const isFunctionRole = (construct: IConstruct): boolean => construct instanceof FunctionRole;
const isDistribution = (construct: IConstruct): boolean => construct instanceof ShopDistribution;
const isRelay = (construct: IConstruct): boolean => construct instanceof OutboxRelay;

const acknowledgements: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-APIG2',
    on: isApi,
    reason:
      'The functions validate every request and respond with problem details that contain JSON Pointers. API Gateway ' +
      'cannot do that. A second, coarser validation there would give different responses.',
  },
  {
    id: 'AwsSolutions-APIG3',
    on: isApi,
    reason: 'The owner of the AWS account decides about a web ACL, because of its rules and its price.',
  },
  {
    id: 'AwsSolutions-APIG4',
    on: isApi,
    reason:
      'The function verifies the token of every route that is not public. An authorizer would add an invocation to ' +
      'each request, and emulators do not run authorizers.',
  },
  {
    id: 'AwsSolutions-APIG6',
    on: isApi,
    locally: true,
    reason: 'Execution logs need an account-wide role of API Gateway, and emulators do not have this role.',
  },
  {
    id: 'AwsSolutions-COG4',
    on: isApi,
    reason:
      'As for APIG4, the function verifies the token, whether it is from Cognito or from another issuer.',
  },
  {
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    on: isApi,
    reason: 'API Gateway requires this policy on the role with which it writes logs.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    on: isFunctionRole,
    reason:
      'X-Ray actions have no resource ARNs. test/infra/functions.test.ts has the list of all other actions on *.',
  },
  ...['identity', 'configuration-set'].map((kind) => ({
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:${kind}/*]`,
    on: (construct: IConstruct) =>
      isFunctionRole(construct) && construct.node.path.includes('/Notifications/'),
    reason:
      'The condition ses:FromAddress limits it. The SES sandbox also checks the identities of recipients, and SES checks the default configuration set of the identity.',
  })),
  {
    id: 'AwsSolutions-APIG4',
    on: (construct) => construct instanceof WebSocketRoute,
    reason:
      'The function verifies the token in each subscription, and closes a connection without a valid one. Browsers ' +
      'cannot send a token when they open a WebSocket.',
  },
  {
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    on: isSocketApi,
    reason: 'API Gateway requires this policy on the role with which it writes logs.',
  },
  ...['POST', 'DELETE'].map((method): Acknowledgement => ({
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<SocketsApi04DF8096>/v1/${method}/@connections/*]`,
    on: (construct) => isFunctionRole(construct) && construct.node.path.includes('/Live/'),
    reason:
      'API Gateway chooses the ids of connections. The functions may only send messages and close connections, at ' +
      'this stage alone.',
  })),
  {
    // If a resource belongs to another stack, cdk-nag puts the name of its export into the id of the finding.
    id: ({ name }) =>
      `AwsSolutions-IAM5[Resource::orderly-${name}-data:ExportsOutputFnGetAttLostRecords64813AE2Arn03C83402/*]`,
    on: isRelay,
    reason: 'Lambda chooses the names of the objects that it stores. It may only add objects.',
  },
  {
    id: 'AwsSolutions-SQS3',
    on: isRelay,
    reason: 'It is a dead-letter queue. The relay sends rejected events to it, because a stream cannot.',
  },
  {
    id: 'AwsSolutions-SMG4',
    on: (construct) => construct instanceof Secret,
    reason:
      'Rotation cannot be automatic. A new cursor key breaks lists that a client is reading, and the provider issues ' +
      'its keys. Functions see a change within a minute. Webhooks are accepted with two secrets at a time.',
  },
  {
    id: 'AwsSolutions-S1',
    on: (construct) => construct instanceof LostRecords,
    reason:
      'The bucket is empty unless publishing failed for a day. A second bucket for its access logs has no use.',
  },
  {
    id: 'AwsSolutions-CFR1',
    on: isDistribution,
    reason: 'The owner of the shop decides from which countries customers may order.',
  },
  {
    id: 'AwsSolutions-CFR2',
    on: isDistribution,
    reason: 'As for APIG3, the owner of the AWS account decides about a web ACL.',
  },
  {
    id: 'AwsSolutions-CFR3',
    on: (construct) => construct instanceof ShopDistribution && construct.logs === undefined,
    reason:
      'A bucket with logs would keep a sandbox from being removed, and CloudFront delivers to no bucket in an opt-in ' +
      'region. API Gateway logs each request that reaches the API.',
  },
  {
    id: 'AwsSolutions-CFR4',
    on: (construct) => construct instanceof ShopDistribution && !construct.hasOwnDomain,
    reason:
      'With its own certificate, CloudFront sets the minimum to TLSv1, and no setting changes this. The setting ' +
      'shopDomain raises the minimum to TLS 1.2.',
  },
  {
    id: 'AwsSolutions-S1',
    on: (construct) => construct instanceof EdgeLogs,
    reason: 'The bucket itself holds access logs.',
  },
  {
    id: 'AwsSolutions-COG2',
    on: (construct) => isUserPool(construct) && construct.node.path.includes('/Customers/'),
    reason:
      'Customers sign in with a code by e-mail, and Cognito accepts no second factor beside it. Staff need one.',
  },
  {
    id: 'AwsSolutions-COG8',
    on: isUserPool,
    reason: 'The Plus plan is billed for each user. The owner of the AWS account decides about it.',
  },
];

/** Acknowledges the findings above, construct by construct. Any other cdk-nag finding fails the synthesis. */
export const acknowledgeFindings = (root: IConstruct, settings: StageSettings): void => {
  const applicable = acknowledgements
    .filter(({ locally }) => locally !== true || !settings.onAws)
    .map(({ id, on, reason }) => ({ id: typeof id === 'string' ? id : id(settings), on, reason }));
  for (const construct of root.node.findAll()) {
    const found = applicable.filter(({ on }) => on(construct));
    if (found.length > 0) {
      Validations.of(construct).acknowledge(...found.map(({ id, reason }) => ({ id, reason })));
    }
  }
};
