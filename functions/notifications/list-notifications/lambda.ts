import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { hmacCursors } from '../../../shared/http/cursor.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoMessageLog } from '../adapters/dynamo-message-log.ts';
import { createHandler } from './handler.ts';
import { listNotifications } from './list-notifications.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });

export const handler = createHandler(
  listNotifications({ log: dynamoMessageLog(documentClient, env.TABLE_NAME) }),
  hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN)),
);
