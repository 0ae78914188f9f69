import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { readEnv, text } from '../../../shared/config/env.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';

const env = readEnv({ TABLE_NAME: text });

/** The minimal asynchronous work: one message from a queue and one write. */
export const handler = async ({ Records }: SQSEvent): Promise<void> => {
  for (const { body } of Records) {
    await documentClient.send(new PutCommand({ TableName: env.TABLE_NAME, Item: { pk: body } }));
    console.log(JSON.stringify({ message: 'Written', id: body }));
  }
};
