import { optionalText, readEnv, text } from '../../../shared/config/env.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { dynamoBehaviourStore, dynamoSessionStore } from '../adapters/dynamo-stores.ts';
import { sqsWebhookQueue } from '../adapters/sqs-webhook-queue.ts';
import { sessionAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { findPayableSession } from '../get-session.ts';
import { answerPayer, showPage } from '../page/payer-requests.ts';
import { paySession } from '../pay-session.ts';

const env = readEnv({ TABLE_NAME: text, WEBHOOK_QUEUE_URL: text, ORDERS_URL: optionalText });
const store = dynamoSessionStore(env.TABLE_NAME);
const pay = paySession({
  sessions: sessionAggregate(store, systemClock),
  behaviours: dynamoBehaviourStore(env.TABLE_NAME),
  webhooks: sqsWebhookQueue(env.WEBHOOK_QUEUE_URL),
  random: Math.random,
});

const showing = httpHandler(
  api.showPaymentPage,
  showPage(findPayableSession({ sessions: store }), env.ORDERS_URL),
);
const paying = httpHandler(api.paySession, answerPayer(pay, env.ORDERS_URL));

/** Serves the payment page: shows it, and receives what the payer chooses. */
export const handler = handlerByRoute([api.showPaymentPage, showing], [api.paySession, paying]);
