import { readEnv, text } from '../../../../shared/config/env.ts';
import { dynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createHandler } from './handler.ts';
import { showPaymentPage } from './show-payment-page.ts';

const env = readEnv({ TABLE_NAME: text });

export const handler = createHandler(showPaymentPage({ sessions: dynamoSessionStore(env.TABLE_NAME) }));
