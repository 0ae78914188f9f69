import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stage-config.ts';
import { bundledCode } from './bundle.ts';
import { FunctionRole } from './function-role.ts';

/** MiB of a function behind a route: less is a slower start and a slower answer, for CPU comes with memory. */
export const FOREGROUND_MEMORY_MIB = 512;
/**
 * MiB of a function that takes messages or publishes them, with nobody waiting. Most of its time is waiting for answers,
 * which is billed by the memory (docs/cost.md).
 */
export const BACKGROUND_MEMORY_MIB = 256;

/** What a function is made of. */
export interface ServiceFunctionProps {
  readonly settings: StageSettings;
  /** The service it belongs to, as in `functions/<service>/<slice>/lambda.ts`. */
  readonly service: string;
  readonly slice: string;
  /** Where the service's slices are below `functions`, if it is not a folder of the service's name. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Seconds; 15 unless told. */
  readonly timeoutSeconds?: number;
  /** MiB; `FOREGROUND_MEMORY_MIB` unless told. */
  readonly memoryMiB?: number;
}

/** A Lambda function with the house's defaults: a role and a log group of its own, traced, bundled. */
export class ServiceFunction extends Function {
  /** Its name as people see it, in AWS and in alarms. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const { settings, service, slice } = props;
    const name = `orderly-${settings.stage}-${service}-${slice}`;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      logGroupName: `/orderly/${settings.stage}/${service}/${slice}`,
      retention: settings.logRetentionDays as RetentionDays,
      // A first deployment that fails must leave nothing behind, or the next one finds the name taken.
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    const role = new FunctionRole(scope, `${id}Role`);
    logGroup.grantWrite(role);
    super(scope, id, {
      functionName: name,
      code: bundledCode(`functions/${props.folder ?? service}/${slice}/lambda.ts`),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: settings.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: props.memoryMiB ?? FOREGROUND_MEMORY_MIB,
      timeout: Duration.seconds(props.timeoutSeconds ?? 15),
      tracing: Tracing.ACTIVE,
      logGroup,
      role,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: service,
        POWERTOOLS_LOG_LEVEL: settings.logLevel,
        POWERTOOLS_METRICS_NAMESPACE: 'Orderly',
        ...props.environment,
      },
    });
    this.name = name;
  }

  /** Allows exactly these actions on exactly these resources. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] }),
    );
  }
}
