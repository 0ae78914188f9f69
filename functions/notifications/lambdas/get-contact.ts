import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoContactStore } from '../adapters/dynamo-contact-store.ts';
import * as api from '../api.ts';
import { getContact } from '../get-contact.ts';

const env = readEnv({ TABLE_NAME: text });
const get = getContact({ contacts: dynamoContactStore(documentClient, env.TABLE_NAME) });

export const handler = httpHandler(api.getContact, async ({ caller }) => ok(await get(caller)));
