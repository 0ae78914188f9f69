import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import {
  GetSecretValueCommand,
  paginateListSecrets,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  ChangeMessageVisibilityBatchCommand,
  paginateListQueues,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from '../emulator/access.ts';
import { logLines } from '../emulator/function-logs.ts';
import type { Trace } from './find.ts';

const STAGE = 'local';
/** Removes the part of a name that all names of a stage share. */
const shortName = (name: string): string =>
  name.replace(`/orderly/${STAGE}/`, '').replace(`orderly-${STAGE}-`, '');

/** All rows of the stage's tables. */
async function* rows(endpoint: string): AsyncGenerator<Trace> {
  const plain = new DynamoDBClient(clientSettings(endpoint));
  const client = DynamoDBDocumentClient.from(plain);
  for await (const { TableNames = [] } of paginateListTables({ client: plain }, {})) {
    for (const TableName of TableNames.filter((name) => name.startsWith(`orderly-${STAGE}-`))) {
      for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
        for (const content of Items) {
          yield { place: `table ${shortName(TableName)}`, id: String(content['pk']), content };
        }
      }
    }
  }
  plain.destroy();
}

/** All lines that functions have logged. */
async function* lines(endpoint: string): AsyncGenerator<Trace> {
  for await (const { logGroup, at, message } of logLines(endpoint)) {
    yield { place: `log ${shortName(logGroup)}`, id: new Date(at).toISOString(), content: message };
  }
}

/** For at most this many seconds after `deadLetters` has received a message, SQS gives the message to nobody else. */
const HIDDEN_SECONDS = 60;

/** All messages in the stage's dead-letter queues. The messages stay in the queues. */
async function* deadLetters(endpoint: string): AsyncGenerator<Trace> {
  const client = new SQSClient(clientSettings(endpoint));
  for await (const { QueueUrls = [] } of paginateListQueues({ client }, { MaxResults: 1000 })) {
    for (const QueueUrl of QueueUrls) {
      const name = QueueUrl.split('/').at(-1) ?? '';
      if (!name.startsWith(`orderly-${STAGE}-`) || !name.endsWith('-dlq')) continue;
      for (const { MessageId = '', Body, MessageAttributes } of await receiveAll(client, QueueUrl)) {
        const place = `dead letters ${shortName(name).replace(/-dlq$/, '')}`;
        yield { place, id: MessageId, content: { body: Body, attributes: MessageAttributes } };
      }
    }
  }
  client.destroy();
}

const receiveAll = async (client: SQSClient, QueueUrl: string): Promise<readonly Message[]> => {
  const all: Message[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HIDDEN_SECONDS,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) break;
    all.push(...Messages);
  }
  for (let first = 0; first < all.length; first += 10) {
    const Entries = all
      .slice(first, first + 10)
      .map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle, VisibilityTimeout: 0 }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
  return all;
};

/** All events that functions have published (scripts/emulator/record_calls.py). */
async function* events(file: string): AsyncGenerator<Trace> {
  if (!existsSync(file)) return;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
    const { DetailType, Detail } = JSON.parse(line) as { DetailType: string; Detail: string };
    const { id } = JSON.parse(Detail) as { id?: unknown };
    yield { place: `event ${DetailType}`, id: String(id), content: Detail };
  }
}

/**
 * Reads what a run has left behind on an emulator: rows, dead letters, published events and log lines.
 * @param eventsFile where the emulator records the events that functions publish
 */
export async function* tracesOfRun(endpoint: string, eventsFile: string): AsyncGenerator<Trace> {
  yield* rows(endpoint);
  yield* deadLetters(endpoint);
  yield* events(eventsFile);
  yield* lines(endpoint);
}

/** The least length of a secret. Shorter texts may be part of other texts. */
const LEAST_LENGTH = 16;

/** Fields of a secret that are not secret themselves. For example, each signed request contains the id of its key. */
const PUBLIC_FIELDS: readonly string[] = ['keyid'];

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return value.length < LEAST_LENGTH ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    PUBLIC_FIELDS.includes(name) ? [] : textsIn(inner),
  );
};

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/**
 * The texts in the value of a secret that must not be found anywhere. For a JSON object, these are its texts that are
 * not public. Any other value is one text, even if it begins like JSON, because the values that an emulator generates
 * may contain punctuation such as `{`. JSON escapes punctuation, so such a text is also returned in its escaped form.
 */
export const secretTexts = (value: string): readonly string[] => {
  const parsed = value.startsWith('{') ? fromJson(value) : value;
  return textsIn(parsed).flatMap((text) => [...new Set([text, JSON.stringify(text).slice(1, -1)])]);
};

/** The secret texts of all secrets on the emulator. */
export const secretsOf = async (endpoint: string): Promise<readonly string[]> => {
  const client = new SecretsManagerClient(clientSettings(endpoint));
  const values: string[] = [];
  for await (const { SecretList = [] } of paginateListSecrets({ client }, {})) {
    for (const { ARN } of SecretList) {
      const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: ARN }));
      values.push(...secretTexts(SecretString));
    }
  }
  client.destroy();
  return [...new Set(values)];
};
