import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { awsClient, CALL_MS, type CallLimits } from '../../../../shared/outbound.ts';
import {
  drip,
  headOnly,
  slowHead,
  startSilentServer,
  type SilentServer,
} from '../../../support/silent-server.ts';

// A low limit, so that a test fails soon if its call hangs.
jest.setTimeout(20_000);

interface SdkError extends Error {
  readonly $metadata?: { readonly attempts?: number };
}
type Begin = Parameters<typeof startSilentServer>[0];

const servers: SilentServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
const silent = async (begin?: Begin): Promise<SilentServer> => {
  const server = await startSilentServer(begin);
  servers.push(server);
  return server;
};

const settings = ({ url }: SilentServer) => ({
  endpoint: url,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const key = { TableName: 'table', Key: { pk: { S: 'a' } } };

/** One call of each SDK client that Orderly uses. */
const calls: Readonly<Record<string, (server: SilentServer, limits: CallLimits) => Promise<unknown>>> = {
  DynamoDB: (server, limits) =>
    awsClient(DynamoDBClient, settings(server), limits).send(new GetItemCommand(key)),
  'DynamoDB by documents': (server, limits) =>
    DynamoDBDocumentClient.from(awsClient(DynamoDBClient, settings(server), limits)).send(
      new GetCommand({ TableName: 'table', Key: { pk: 'a' } }),
    ),
  SQS: (server, limits) =>
    awsClient(SQSClient, settings(server), limits).send(
      new SendMessageCommand({ QueueUrl: 'q', MessageBody: '{}' }),
    ),
  EventBridge: (server, limits) =>
    awsClient(EventBridgeClient, settings(server), limits).send(new PutEventsCommand({ Entries: [] })),
  SES: (server, limits) =>
    awsClient(SESClient, settings(server), limits).send(
      new SendEmailCommand({ Source: 'a@example.com', Destination: {}, Message: undefined }),
    ),
  SNS: (server, limits) =>
    awsClient(SNSClient, settings(server), limits).send(new PublishCommand({ Message: 'hello' })),
  'Secrets Manager': (server, limits) =>
    awsClient(SecretsManagerClient, settings(server), limits).send(
      new GetSecretValueCommand({ SecretId: 's' }),
    ),
  CloudWatch: (server, limits) =>
    awsClient(CloudWatchClient, settings(server), limits).send(new ListMetricsCommand({})),
  Cognito: (server, limits) =>
    awsClient(CognitoIdentityProviderClient, settings(server), limits).send(
      new AdminDeleteUserCommand({ UserPoolId: 'eu-west-1_a', Username: 'a' }),
    ),
};

/** Makes all calls at once, each to a server of its own. Returns how each call failed, and after how many attempts. */
const failures = async (begin: Begin, limits: CallLimits): Promise<Readonly<Record<string, unknown>>> => {
  const entries = Object.entries(calls).map(async ([service, call]) => {
    const server = await silent(begin);
    const failure = await call(server, limits).then(
      () => ({ name: 'no failure' }),
      (error: SdkError) => ({ name: error.name, attempts: error.$metadata?.attempts }),
    );
    return [service, failure];
  });
  return Object.fromEntries(await Promise.all(entries));
};
const each = (outcome: unknown) =>
  Object.fromEntries(Object.keys(calls).map((service) => [service, outcome]));

describe('a call of each client', () => {
  it('fails with a time-out after three attempts when the server never answers', async () => {
    const found = await failures(undefined, { attemptMs: 200 });
    expect(found).toEqual(each({ name: 'TimeoutError', attempts: 3 }));
  });

  it.each([
    ['begins its response too slowly', slowHead],
    ['stops within its response', headOnly],
  ])('is tried again when the server %s', async (_, begin) => {
    const found = await failures(begin, { attemptMs: 200 });
    expect(found).toEqual(each({ name: 'TimeoutError', attempts: 3 }));
  });

  it('fails with a time-out when the response never comes to its end', async () => {
    const found = await failures(drip, { attemptMs: 60_000, callMs: 500 });
    expect(found).toEqual(each({ name: 'TimeoutError', attempts: undefined }));
  });
});

describe('a client', () => {
  it('waits eight seconds at most by default', () => {
    expect(CALL_MS).toBe(8_000);
  });

  it('makes a single attempt if its settings say so', async () => {
    const server = await silent();
    const client = awsClient(DynamoDBClient, { ...settings(server), maxAttempts: 1 }, { attemptMs: 100 });
    await expect(client.send(new GetItemCommand(key))).rejects.toMatchObject({
      name: 'TimeoutError',
      $metadata: { attempts: 1 },
    });
  });

  it('begins no attempt after its call was given up, and leaves no rejection unhandled', async () => {
    const server = await silent();
    const client = awsClient(DynamoDBClient, settings(server), { attemptMs: 400, callMs: 300 });
    await expect(client.send(new GetItemCommand(key))).rejects.toMatchObject({ name: 'TimeoutError' });
    // The call has ended by now, but its attempt ends only when the attempt's own limit is reached. An unhandled
    // rejection would fail this test.
    await server.allClosed();
    // If the first call began another attempt after its pause, that attempt would arrive during the next call.
    await expect(client.send(new GetItemCommand(key))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(server.requests()).toBeLessThanOrEqual(2);
  });
});
