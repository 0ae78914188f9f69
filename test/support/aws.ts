import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { deployedStack } from './stack.ts';

/** Connection settings for the emulator that the tests run against. */
const connection = () => {
  const { endpoint, region } = deployedStack();
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
};

export const sqs = (): SQSClient => new SQSClient(connection());
export const eventBridge = (): EventBridgeClient => new EventBridgeClient(connection());

/** The name of a deployed service's table, and a client for it. */
export const documents = (service: string) => ({
  client: DynamoDBDocumentClient.from(new DynamoDBClient(connection())),
  table: deployedStack().tables[service] ?? '',
});

/** An output of a deployed stack. */
export const stackOutput = async (stackName: string, key: string): Promise<string> => {
  const client = new CloudFormationClient(connection());
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
  const value = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
  if (value === undefined) throw new Error(`${stackName} has no output ${key}`);
  return value;
};

/** The text of a secret. */
export const secretText = async (arn: string): Promise<string> => {
  const client = new SecretsManagerClient(connection());
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  return SecretString ?? '';
};

/** Invokes a scheduled function immediately (Invoke, Lambda API reference). */
export const invoke = async (functionName: string): Promise<void> => {
  const { endpoint = '' } = deployedStack();
  const url = `${endpoint}/2015-03-31/functions/${functionName}/invocations`;
  const answer = await fetch(url, { method: 'POST', body: '{}' });
  if (!answer.ok || answer.headers.has('x-amz-function-error')) {
    throw new Error(`${functionName} answered ${answer.status}: ${await answer.text()}`);
  }
};

/** Replaces the code of a function, as a deployment does. Returns once the function runs it. */
export const replaceCode = async (FunctionName: string, ZipFile: Uint8Array): Promise<void> => {
  await new LambdaClient(connection()).send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
};
