import { optionalNumber, optionalText, readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { logger } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoContactStore } from '../adapters/dynamo-contact-store.ts';
import { dynamoMessageLog } from '../adapters/dynamo-message-log.ts';
import { sesMailer } from '../adapters/ses-mailer.ts';
import { snsTexter } from '../adapters/sns-texter.ts';
import { textNumbersIn } from '../adapters/text-numbers.ts';
import { reactions } from '../reactions.ts';
import { sendNotification } from '../send-notification.ts';

const env = readEnv({
  TABLE_NAME: text,
  MAIL_SENDER: text,
  MAIL_CONFIGURATION_SET: text,
  ORDERS_URL: optionalText,
  CLAIM_SECONDS: wholeNumber,
  KEEP_DAYS: wholeNumber,
  TEXT_NUMBERS: text,
  MAX_MESSAGES_A_DAY: optionalNumber,
});

const contacts = dynamoContactStore(documentClient, env.TABLE_NAME);
const log = dynamoMessageLog(documentClient, env.TABLE_NAME, env.KEEP_DAYS);

const notify = sendNotification({
  contacts,
  log,
  mailer: sesMailer(env.MAIL_SENDER, env.MAIL_CONFIGURATION_SET, env.ORDERS_URL),
  texter: snsTexter(),
  now: systemClock,
  claimSeconds: env.CLAIM_SECONDS,
  textCountries: Object.keys(textNumbersIn(env.TEXT_NUMBERS)),
  maxMessagesADay: env.MAX_MESSAGES_A_DAY,
  onSuppressed: (message) => logger.warn('The customer had too many messages that day', { ...message }),
  onRefused: (refusal) => logger.warn('The provider refused a message for good', { ...refusal }),
});

export const handler = inboxHandler(
  'notifications-inbox',
  reactions({ notify, contacts, log, now: systemClock }),
);
