import { readEnv, text } from '../../../shared/config/env.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { logger } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoContactStore } from '../adapters/dynamo-contact-store.ts';
import { parseSesEvent } from '../adapters/ses-feedback.ts';
import { hearFeedback } from '../hear-feedback.ts';
import { feedbackMessages } from '../reactions.ts';

const env = readEnv({ TABLE_NAME: text });
const hear = hearFeedback({
  contacts: dynamoContactStore(documentClient, env.TABLE_NAME),
  onHeard: (heard) => logger.info('Feedback about a mail', { ...heard }),
});

export const handler = inboxHandler('mail-feedback', {}, feedbackMessages(hear), parseSesEvent);
