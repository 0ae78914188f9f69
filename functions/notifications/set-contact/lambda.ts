import { readEnv, text } from '../../../shared/config/env.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoContactStore } from '../adapters/dynamo-contact-store.ts';
import { createHandler } from './handler.ts';
import { setContact } from './set-contact.ts';

const env = readEnv({ TABLE_NAME: text });

export const handler = createHandler(
  setContact({ contacts: dynamoContactStore(documentClient, env.TABLE_NAME) }),
);
