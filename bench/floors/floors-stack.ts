import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Architecture, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { bundledCode } from '../../infra/constructs/bundle.ts';
import { HttpApi } from '../../infra/constructs/http-api.ts';
import type { StageSettings } from '../../infra/stage-config.ts';

/** Minimal functions that `npm run bench:api` compares Orderly with; see README.md. */
export class FloorsStack extends Stack {
  readonly #table: TableV2;

  /** @param authentication the variable `AUTH_ISSUERS`, which tells functions how to verify tokens */
  constructor(
    scope: Construct,
    id: string,
    settings: StageSettings,
    authentication: Readonly<Record<string, string>>,
  ) {
    super(scope, id);
    this.#table = new TableV2(this, 'Table', {
      tableName: `orderly-${settings.stage}-floors`,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const api = new HttpApi(this, 'Api', { settings, name: 'floors' });
    const accept = this.#function(settings, 'accept', authentication);
    api.route({ method: 'POST', path: 'accept', auth: 'customer' }, accept);

    const queue = new Queue(this, 'Queue', {
      queueName: `orderly-${settings.stage}-floors`,
      visibilityTimeout: Duration.seconds(90),
    });
    const { batchSize } = settings.messaging;
    this.#function(settings, 'hop').addEventSource(new SqsEventSource(queue, { batchSize }));

    new CfnOutput(this, 'RestApiId', { value: api.restApi.restApiId });
    new CfnOutput(this, 'RestApiStage', { value: api.restApi.deploymentStage.stageName });
    new CfnOutput(this, 'QueueUrl', { value: queue.queueUrl });
    new CfnOutput(this, 'TableName', { value: this.#table.tableName });
  }

  #function(settings: StageSettings, name: string, environment: Record<string, string> = {}): Function {
    const made = new Function(this, `${name}Function`, {
      functionName: `orderly-${settings.stage}-floors-${name}`,
      code: bundledCode(`bench/floors/${name}/lambda.ts`),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: settings.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: 512,
      timeout: Duration.seconds(15),
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        TABLE_NAME: this.#table.tableName,
        ...environment,
      },
    });
    this.#table.grantReadWriteData(made);
    return made;
  }
}
