import { readEnv, text } from '../../../../shared/config/env.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';
import { dynamoBehaviourStore } from '../adapters/dynamo-behaviour-store.ts';
import { dynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { sqsWebhookQueue } from '../adapters/sqs-webhook-queue.ts';
import { createHandler } from './handler.ts';
import { paySession } from './pay-session.ts';

const env = readEnv({ TABLE_NAME: text, WEBHOOK_QUEUE_URL: text, WEBHOOK_DLQ_URL: text });

export const handler = createHandler(
  paySession({
    sessions: dynamoSessionStore(env.TABLE_NAME),
    behaviours: dynamoBehaviourStore(env.TABLE_NAME),
    webhooks: sqsWebhookQueue(env.WEBHOOK_QUEUE_URL, env.WEBHOOK_DLQ_URL),
    now: systemClock,
    random: Math.random,
  }),
);
