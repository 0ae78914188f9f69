import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stackClientSettings } from '../../scripts/deployment/stack-file.ts';
import { deployedStack } from './stack.ts';

const connection = () => stackClientSettings(deployedStack());

export const sqs = (): SQSClient => new SQSClient(connection());
export const eventBridge = (): EventBridgeClient => new EventBridgeClient(connection());

/** The name of a deployed service's table, and a client for it. */
export const documents = (service: string) => ({
  client: DynamoDBDocumentClient.from(new DynamoDBClient(connection())),
  table: deployedStack().tables[service] ?? '',
});

/** The names of all deployed tables, also those of the simulators. */
export const tableNames = async (): Promise<readonly string[]> => {
  const { TableNames = [] } = await new DynamoDBClient(connection()).send(new ListTablesCommand({}));
  return TableNames.filter((name) => name.startsWith('orderly-'));
};

/** Reads an output of the deployed stacks by its key, from whichever stack has it. */
export const stackOutput = async (key: string): Promise<string> => {
  const client = new CloudFormationClient(connection());
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
  const outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
  const value = outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
  if (value === undefined) throw new Error(`No stack has the output ${key}`);
  return value;
};

export const secretText = async (arn: string): Promise<string> => {
  const client = new SecretsManagerClient(connection());
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  return SecretString ?? '';
};

export const putSecretText = async (arn: string, text: string): Promise<void> => {
  const client = new SecretsManagerClient(connection());
  await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: text }));
};

/**
 * Invokes a scheduled function immediately.
 * @throws Error if the function fails.
 */
export const invoke = async (FunctionName: string): Promise<void> => {
  const client = new LambdaClient(connection());
  const { FunctionError, Payload } = await client.send(new InvokeCommand({ FunctionName, Payload: '{}' }));
  if (FunctionError !== undefined) {
    throw new Error(`${FunctionName} failed: ${Payload?.transformToString() ?? FunctionError}`);
  }
};

/** Replaces the code of a function, as a deployment does. Returns as soon as the function runs the new code. */
export const replaceCode = async (FunctionName: string, ZipFile: Uint8Array): Promise<void> => {
  await new LambdaClient(connection()).send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
};

/**
 * Adds variables to the environment of a function.
 * @returns a function that removes the variables again.
 */
export const addEnvironment = async (
  FunctionName: string,
  added: Readonly<Record<string, string>>,
): Promise<() => Promise<void>> => {
  const client = new LambdaClient(connection());
  const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const before = Environment?.Variables ?? {};
  const set = async (Variables: Readonly<Record<string, string>>): Promise<void> => {
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  };
  await set({ ...before, ...added });
  return () => set(before);
};
