import { readEnv, text } from '../../../shared/config/env.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoContactStore } from '../adapters/dynamo-contact-store.ts';
import { getContact } from './get-contact.ts';
import { createHandler } from './handler.ts';

const env = readEnv({ TABLE_NAME: text });

export const handler = createHandler(
  getContact({ contacts: dynamoContactStore(documentClient, env.TABLE_NAME) }),
);
