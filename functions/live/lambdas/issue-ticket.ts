import { randomBytes } from 'node:crypto';
import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { created } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoLiveStore } from '../adapters/dynamo-live-store.ts';
import * as api from '../api.ts';
import { issueTicket } from '../issue-ticket.ts';

const env = readEnv({ TABLE_NAME: text, LIVE_URL: text });

const issue = issueTicket({
  store: dynamoLiveStore(documentClient, env.TABLE_NAME),
  now: systemClock,
  newTicket: () => randomBytes(32).toString('base64url'),
});

export const handler = httpHandler(api.issueTicket, async ({ caller }) =>
  created({ ...(await issue(caller)), url: env.LIVE_URL }),
);
