import { Duration, Names } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnFunction,
  Function,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stage-config.ts';
import { bundledCode, type BundledFiles } from './bundle.ts';
import { keptOrNamed } from './kept-or-named.ts';
import { emulatorGrants, type EmulatorGrantName } from './emulator-grants.ts';
import { FunctionRole } from './function-role.ts';

/** Memory of a function behind a route. CPU grows with memory, so less memory means slower starts and responses. */
export const FOREGROUND_MEMORY_MIB = 512;
/**
 * Memory of a function that processes or publishes messages while no caller waits. It mostly waits for other services,
 * and waiting time is billed by memory (docs/cost.md).
 */
export const BACKGROUND_MEMORY_MIB = 256;

export interface ServiceFunctionProps {
  readonly settings: StageSettings;
  /** The service that the function belongs to, as in `functions/<service>/lambdas/<entry>.ts`. */
  readonly service: string;
  readonly entry: string;
  /** Whether the function accepts signed requests. */
  readonly signed?: boolean;
  /** The folder of the service; default `functions/<service>`. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Files that the function reads at run time. */
  readonly files?: BundledFiles;
  /** The timeout in seconds; default 15. */
  readonly timeoutSeconds?: number;
  /** The memory in MiB; default `FOREGROUND_MEMORY_MIB`. */
  readonly memoryMiB?: number;
  /** Concurrency that is reserved for this function. By default it shares the account's concurrency. */
  readonly reservedConcurrency?: number;
}

/** How messages of a queue invoke a function. */
export interface ConsumeOptions {
  readonly batchSize: number;
  /** How many seconds Lambda waits for a batch to fill, 0 to 300; default 0. */
  readonly windowSeconds?: number;
  /** The most invocations at a time, 2 to 1,000; default: no limit. */
  readonly maxConcurrency?: number | undefined;
}

/** A Lambda function with Orderly's defaults: its own role and log group, tracing, bundled code. */
export class ServiceFunction extends Function {
  /** The function's name in AWS and in alarms. */
  readonly name: string;
  readonly #onAws: boolean;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const { settings, service, entry } = props;
    const name = `orderly-${settings.name}-${service}-${entry}`;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      ...keptOrNamed(settings, { logGroupName: `/orderly/${settings.name}/${service}/${entry}` }),
      retention: settings.logRetentionDays as RetentionDays,
    });
    const role = new FunctionRole(scope, `${id}Role`);
    logGroup.grantWrite(role);
    super(scope, id, {
      functionName: name,
      code: bundledCode(`${props.folder ?? `functions/${service}`}/lambdas/${entry}.ts`, props),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: settings.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: props.memoryMiB ?? FOREGROUND_MEMORY_MIB,
      timeout: Duration.seconds(props.timeoutSeconds ?? 15),
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
      tracing: Tracing.ACTIVE,
      logGroup,
      role,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: service,
        POWERTOOLS_LOG_LEVEL: settings.logLevel,
        POWERTOOLS_METRICS_NAMESPACE: 'Orderly',
        // A dimension of all metrics that the code writes (shared/observability). `GET /health` returns it, too.
        STAGE: settings.name,
        ...props.environment,
      },
    });
    this.name = name;
    this.#onAws = settings.onAws;
  }

  /** Allows exactly these actions on exactly these resources. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] }),
    );
  }

  /**
   * Allows these actions on the items of a table whose partition keys have a prefix (DynamoDB developer guide, "Using
   * IAM policy conditions for fine-grained access control").
   */
  allowItems(actions: readonly string[], tableArn: string, keyPrefix: string): void {
    this.addToRolePolicy(
      new PolicyStatement({
        actions: [...actions],
        resources: [tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${keyPrefix}*`] } },
      }),
    );
  }

  /** Allows putting events on a bus, only with these sources. */
  allowEvents(busArn: string, sources: readonly string[]): void {
    this.addToRolePolicy(
      new PolicyStatement({
        actions: ['events:PutEvents'],
        resources: [busArn],
        // A call may have several entries, so the condition key has several values (EventBridge user guide, "Using IAM
        // policy conditions").
        conditions: { 'ForAllValues:StringEquals': { 'events:source': [...sources] } },
      }),
    );
  }

  /**
   * Invokes the function with the messages of a queue. Allows only what Lambda needs (developer guide, "Using Lambda
   * with Amazon SQS"). CDK's `SqsEventSource` would also allow changing the visibility of messages and looking up the
   * queue.
   */
  consume(queue: IQueue, { batchSize, windowSeconds = 0, maxConcurrency }: ConsumeOptions): void {
    // An earlier version used CDK's `SqsEventSource`, which gave the construct this id. With another id, CloudFormation
    // would replace the mapping on deployed stages.
    this.addEventSourceMapping(`SqsEventSource:${Names.nodeUniqueId(queue.node)}`, {
      eventSourceArn: queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      ...(windowSeconds === 0 ? {} : { maxBatchingWindow: Duration.seconds(windowSeconds) }),
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    });
    this.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queue.queueArn]);
  }

  /**
   * Allows a function to send messages to a queue that it consumes. Without this setting, Lambda stops a chain of such
   * messages after about 16 invocations (developer guide, "Use Lambda recursive loop detection to prevent infinite
   * loops").
   */
  allowRecursion(): void {
    (this.node.defaultChild as CfnFunction).recursiveLoop = RecursiveLoop.ALLOW;
  }

  /** Allows what only an emulator requires; see `emulatorGrants`. Does nothing on AWS. */
  allowOnEmulator(grant: EmulatorGrantName, resources: readonly string[]): void {
    if (!this.#onAws) this.allow([emulatorGrants[grant].action], resources);
  }
}
