import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { jitteredPause } from '../../../shared/kernel/contention.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoRowStore } from '../adapters/dynamo-row-store.ts';
import { reactions } from '../reactions.ts';

const env = readEnv({ TABLE_NAME: text, KEEP_DAYS: wholeNumber });

export const handler = inboxHandler(
  'insights-inbox',
  reactions({
    rows: dynamoRowStore(documentClient, env.TABLE_NAME),
    pause: jitteredPause,
    keepDays: env.KEEP_DAYS,
  }),
);
