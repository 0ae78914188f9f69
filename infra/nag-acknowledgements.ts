import { Validations } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';
import { FunctionRole } from './constructs/function-role.ts';
import { LostRecords } from './constructs/lost-records.ts';
import { OutboxRelay } from './constructs/outbox-relay.ts';
import type { StageSettings } from './stage-config.ts';

/** An accepted finding of cdk-nag's AwsSolutions pack: where it occurs, and the reason. */
interface Acknowledgement {
  readonly id: string | ((settings: StageSettings) => string);
  readonly on: (construct: IConstruct) => boolean;
  readonly reason: string;
  /** Only on the local stage, because emulators lack what the rule requires. */
  readonly locally?: boolean;
}

const isApi = (construct: IConstruct): boolean => construct instanceof RestApi;
const isUserPool = (construct: IConstruct): boolean => construct instanceof UserPool;
const isFunctionRole = (construct: IConstruct): boolean => construct instanceof FunctionRole;
const isRelay = (construct: IConstruct): boolean => construct instanceof OutboxRelay;

const acknowledgements: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-APIG2',
    on: isApi,
    reason:
      'The HTTP shell validates every request by its schema and answers problem details with JSON Pointers, which API ' +
      'Gateway cannot; a second, coarser validation before it would answer differently.',
  },
  {
    id: 'AwsSolutions-APIG3',
    on: isApi,
    reason:
      'A web ACL belongs to the account that runs Orderly: its rules and its price are not ours to choose.',
  },
  {
    id: 'AwsSolutions-APIG4',
    on: isApi,
    reason:
      'The HTTP shell verifies the token of every route that is not public: an authorizer would be a second invocation ' +
      'a request, and emulators do not run them.',
  },
  {
    id: 'AwsSolutions-APIG6',
    on: isApi,
    locally: true,
    reason: 'Execution logs need the account-wide role of API Gateway, which an emulator does not have.',
  },
  {
    id: 'AwsSolutions-COG4',
    on: isApi,
    reason: 'As APIG4: the shell verifies the token, be it from Cognito or from another issuer.',
  },
  {
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    on: isApi,
    reason: 'API Gateway asks for this very policy on the role by which it writes its logs.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    on: isFunctionRole,
    reason:
      'X-Ray has no resources to name. Any other action on * is on the list that test/infra/functions.test.ts holds.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
    on: (construct) => isFunctionRole(construct) && construct.node.path.includes('/Notifications/'),
    reason: 'Limited by the condition ses:FromAddress; the SES sandbox checks recipients as identities, too.',
  },
  {
    // cdk-nag names a resource of another stack by its export.
    id: ({ stage }) =>
      `AwsSolutions-IAM5[Resource::orderly-${stage}-data:ExportsOutputFnGetAttLostRecords64813AE2Arn03C83402/*]`,
    on: isRelay,
    reason: 'The names of the records that Lambda puts there are chosen by Lambda; it may only add some.',
  },
  {
    id: 'AwsSolutions-SQS3',
    on: isRelay,
    reason:
      'It is a dead-letter queue: the relay itself sends to it what the bus refuses, for a stream cannot.',
  },
  {
    id: 'AwsSolutions-SMG4',
    on: (construct) => construct instanceof Secret,
    reason:
      'Their rotation is no routine: a new cursor key breaks lists half read, and the keys of a provider are changed ' +
      'there first. Functions see a change within a minute, and webhooks are accepted under two secrets at a time.',
  },
  {
    id: 'AwsSolutions-S1',
    on: (construct) => construct instanceof LostRecords,
    reason:
      'The bucket is empty unless everything failed for a day; a second bucket for its access logs gains nothing.',
  },
  {
    id: 'AwsSolutions-COG2',
    on: isUserPool,
    reason: 'Customers of a shop may choose a second factor; forcing one on all of them costs orders.',
  },
  {
    id: 'AwsSolutions-COG8',
    on: isUserPool,
    reason: 'The Plus plan is billed by user; the account that runs Orderly decides about it.',
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
