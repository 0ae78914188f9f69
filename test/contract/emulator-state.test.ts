import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CreateTableCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { SendEmailCommand, SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { strToU8, zipSync } from 'fflate';
import { accessTo, clientSettings } from '../../scripts/emulator/access.ts';
import { startEmulator, type Emulator } from '../../scripts/emulator/emulator.ts';
import { freePort } from '../../scripts/emulator/free-port.ts';
import {
  createDataFolder,
  findData,
  forgetSaved,
  rememberDeployed,
} from '../../scripts/emulator/saved-data.ts';
import { sentMails } from '../../scripts/mails/sent-mails.ts';
import { eventually } from '../support/eventually.ts';

const parent = mkdtempSync(join(tmpdir(), 'orderly-emulator-state-'));
const data = join(parent, 'data');
const port = await freePort();
let emulator: Emulator | undefined;
afterAll(async () => {
  await emulator?.stop();
  rmSync(parent, { recursive: true, force: true });
});

const start = async () => {
  emulator = await startEmulator({ port, iam: 'enforced', logFile: join(parent, 'emulator.log'), data });
  const settings = clientSettings(emulator.endpoint);
  return {
    emulator,
    keys: accessTo(emulator.endpoint).secretAccessKey,
    dynamo: new DynamoDBClient(settings),
    lambda: new LambdaClient(settings),
    sqs: new SQSClient(settings),
    ses: new SESClient(settings),
    iam: new IAMClient(settings),
  };
};
type Aws = Awaited<ReturnType<typeof start>>;

const zipOf = (source: string) => zipSync({ 'index.mjs': strToU8(source) });

const createFunction = async ({ lambda }: Aws, FunctionName: string, source: string) =>
  lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: 'arn:aws:iam::000000000000:role/worker',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 10,
      Code: { ZipFile: zipOf(source) },
    }),
  );

const createQueue = async ({ sqs }: Aws, QueueName: string): Promise<string> =>
  (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';

/** How many messages in the queue are waiting, how many are received but not deleted, and how many are delayed. */
const messagesIn = async ({ sqs }: Aws, QueueName: string) => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes: its = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  const counts = [
    its.ApproximateNumberOfMessages,
    its.ApproximateNumberOfMessagesNotVisible,
    its.ApproximateNumberOfMessagesDelayed,
  ];
  return counts.map(Number);
};

/** The result of the relay's last read of the stream. */
const relayResult = async ({ lambda }: Aws) => {
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: 'relay' }),
  );
  const { UUID } = EventSourceMappings[0] ?? {};
  return (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).LastProcessingResult;
};

/** Creates a table whose relay fails, a delayed message, a sent mail, and a function that is processing a message. */
const prepare = async (aws: Aws) => {
  await aws.iam.send(new CreateRoleCommand({ RoleName: 'worker', AssumeRolePolicyDocument: '{}' }));
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  await aws.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'worker',
      PolicyName: 'all',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
  const { TableDescription } = await aws.dynamo.send(
    new CreateTableCommand({
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  await createFunction(aws, 'relay', 'export const handler = () => { throw new Error("bug"); };');
  await aws.lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'relay',
      EventSourceArn: TableDescription?.LatestStreamArn,
      StartingPosition: 'TRIM_HORIZON',
    }),
  );
  await aws.dynamo.send(new PutItemCommand({ TableName: 'orders', Item: { pk: { S: 'order#1' } } }));

  const ticks = await createQueue(aws, 'ticks');
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: ticks, MessageBody: 'tick', DelaySeconds: 900 }));
  await aws.ses.send(new VerifyEmailIdentityCommand({ EmailAddress: 'shop@example.com' }));
  await aws.ses.send(
    new SendEmailCommand({
      Source: 'shop@example.com',
      Destination: { ToAddresses: ['alice@example.com'] },
      Message: { Subject: { Data: 'Enjoy your order!' }, Body: { Text: { Data: 'Bye' } } },
    }),
  );

  const inbox = await createQueue(aws, 'inbox');
  await createFunction(
    aws,
    'slow',
    'export const handler = () => new Promise((resolve) => setTimeout(resolve, 1500));',
  );
  await aws.lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'slow',
      EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:inbox',
    }),
  );
  await eventually(async () => expect(await relayResult(aws)).toBe('FAILED'));
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: inbox, MessageBody: 'work' }));
  await eventually(async () => expect(await messagesIn(aws, 'inbox')).toEqual([0, 1, 0]));
};

describe('an emulator that keeps its data', () => {
  it('restores everything after a stop, also what was not relayed yet, with new keys', async () => {
    createDataFolder(data);
    const first = await start();
    await prepare(first);
    rememberDeployed(data, { inputs: 'hash', replaced: [], outputs: {} });
    expect(await first.emulator.stop()).toBe('saved');
    // The call above stands for `npm stop` in a second terminal. After that, `npm start` in the first terminal stops
    // the same emulator again.
    expect(await first.emulator.stop()).toBe('saved');
    expect(findData(data).kind).toBe('restorable');

    const second = await start();
    expect(second.keys).not.toBe(first.keys);
    const { Items } = await second.dynamo.send(new ScanCommand({ TableName: 'orders' }));
    expect(Items).toEqual([{ pk: { S: 'order#1' } }]);
    expect(await messagesIn(second, 'ticks')).toEqual([0, 0, 1]);
    expect((await sentMails(second.emulator.endpoint)).map(({ Subject }) => Subject)).toEqual([
      'Enjoy your order!',
    ]);
    // The first `stop` waited until the function had processed its message.
    expect(await messagesIn(second, 'inbox')).toEqual([0, 0, 0]);

    await second.lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName: 'relay',
        ZipFile: zipOf('export const handler = async () => {};'),
      }),
    );
    await eventually(async () => expect(await relayResult(second)).toBe('OK - 1 records'));
    // After a restart, the relay receives no record that it has already read, but it receives new records.
    expect(await second.emulator.stop()).toBe('saved');
    const third = await start();
    await third.dynamo.send(new PutItemCommand({ TableName: 'orders', Item: { pk: { S: 'order#2' } } }));
    await third.dynamo.send(new PutItemCommand({ TableName: 'orders', Item: { pk: { S: 'order#3' } } }));
    await eventually(async () => expect(await relayResult(third)).toMatch(/^OK - [12] records$/));
    expect(await third.emulator.stop()).toBe('saved');
  });

  it('has no usable data after it was killed', async () => {
    const { emulator: killed } = await start();
    forgetSaved(data);
    process.kill(-killed.pid, 'SIGKILL');
    await killed.ended;
    expect(findData(data)).toMatchObject({ kind: 'unusable' });
    expect(await killed.stop()).toBe('not saved');
  });

  it('does not start with data that it cannot read', async () => {
    const file = join(data, 'state', 'dynamodb.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('orderly_streams', 'streams'));
    await expect(start()).rejects.toThrow('stopped during its start');
  });
});
