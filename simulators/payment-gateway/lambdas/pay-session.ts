import { optionalText, readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { dynamoBehaviourStore, dynamoSessionStore } from '../adapters/dynamo-stores.ts';
import { sqsWebhookQueue } from '../adapters/sqs-webhook-queue.ts';
import { sessionAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { answerPayer } from '../page/payer-requests.ts';
import { paySession } from '../pay-session.ts';

const env = readEnv({ TABLE_NAME: text, WEBHOOK_QUEUE_URL: text, ORDERS_URL: optionalText });

export const handler = httpHandler(
  api.paySession,
  answerPayer(
    paySession({
      sessions: sessionAggregate(dynamoSessionStore(env.TABLE_NAME), systemClock),
      behaviours: dynamoBehaviourStore(env.TABLE_NAME),
      webhooks: sqsWebhookQueue(env.WEBHOOK_QUEUE_URL),
      random: Math.random,
    }),
    env.ORDERS_URL,
  ),
);
