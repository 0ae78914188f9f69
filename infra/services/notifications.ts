import { Aws, CfnParameter } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { MailSending } from '../constructs/mail-sending.ts';
import type { ServiceFunction } from '../constructs/service-function.ts';
import * as api from '../../functions/notifications/api.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';
import { knownHomes } from '../short-addresses.ts';
import { textNumbersOf } from '../text-numbers.ts';

/** The notifications service: contact details and messages to customers. It publishes no events, so it has no relay. */
export const notifications = (service: ServiceScope): void => {
  const { settings, platform } = service;
  const { messaging, textCountries, maxMessagesADay } = settings;
  const mail = new MailSending(platform.workers, 'Mail', settings);
  const TEXT_NUMBERS = textNumbersOf(textCountries);
  service.route([api.getContact, api.listNotifications], 'show-own', {
    table: ['GetItem', 'Query', 'BatchGetItem'],
    cursors: true,
  });
  service.route(api.setContact, 'set-contact', {
    table: ['GetItem', 'PutItem'],
    environment: { TEXT_NUMBERS },
  });
  const sendCode = service.route(api.sendCode, 'send-code', {
    table: ['GetItem', 'PutItem'],
    cursors: true,
    environment: { TEXT_NUMBERS },
  });
  service.route(api.verifyAddress, 'verify-address', {
    table: ['GetItem', 'PutItem', 'UpdateItem'],
    cursors: true,
  });
  const inbox = service.inbox('notifications-inbox', 'inbox', {
    table: ['GetItem', 'UpdateItem', 'DeleteItem', 'Query', 'BatchGetItem'],
    batchWindowSeconds: messaging.batchingWindowSeconds,
    environment: {
      // Before a worker sends a message, it claims the message, so that no other worker sends it. The claim lasts as
      // long as a function can run.
      CLAIM_SECONDS: String(messaging.functionTimeoutSeconds),
      TEXT_NUMBERS,
      ...ordersUrl(service),
      ...(maxMessagesADay === undefined ? {} : { MAX_MESSAGES_A_DAY: String(maxMessagesADay) }),
    },
  });
  for (const sending of [inbox, sendCode]) {
    mail.allow(sending);
    allowTextMessages(sending);
  }
  service.inbox('mail-feedback', 'hear-feedback', {
    table: ['GetItem', 'UpdateItem'],
    fromAws: mail.feedback,
  });
};

/**
 * Where the shop shows orders, for the links in mails. On the local stage, a parameter of the deployment passes the
 * address. On AWS, the address is known only if the settings contain `domain` or `shopDomain`, because the stacks that
 * determine all other addresses are deployed later.
 */
const ordersUrl = ({ settings, platform }: ServiceScope): Readonly<Record<string, string>> => {
  const [home] = knownHomes(settings);
  if (home !== undefined) return { ORDERS_URL: `${home}orders/` };
  if (settings.onAws) return {};
  const { valueAsString: frontDoor } = new CfnParameter(platform.workers, 'PublicUrl', {
    description: 'Where people reach the shop. Empty: mails have no links to its pages.',
    default: '',
  });
  return { ORDERS_URL: `${frontDoor}/orders/` };
};

/** Allows text messages. A phone number has no ARN, so the policy allows all resources and denies all topics. */
const allowTextMessages = (sending: ServiceFunction): void => {
  const topics = `arn:${Aws.PARTITION}:sns:*:*:*`;
  sending.allow(['sns:Publish'], ['*']);
  sending.addToRolePolicy(
    new PolicyStatement({ effect: Effect.DENY, actions: ['sns:Publish'], resources: [topics] }),
  );
};
