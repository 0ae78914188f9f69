import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ServiceFunction } from '../constructs/service-function.ts';
import * as api from '../../functions/notifications/api.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';

/** The notifications service: contact details and messages to customers. It publishes no events, so it has no relay. */
export const notifications = (service: ServiceScope): void => {
  const { mailSender, messaging } = service.settings;
  service.route(api.getContact, 'get-contact', { table: ['GetItem'] });
  service.route(api.setContact, 'set-contact', { table: ['PutItem'] });
  service.route(api.listNotifications, 'list-notifications', {
    table: ['Query', 'BatchGetItem'],
    cursors: true,
  });
  const inbox = service.inbox('notifications-inbox', 'inbox', {
    table: ['GetItem', 'UpdateItem'],
    batchWindowSeconds: messaging.batchingWindowSeconds,
    environment: {
      MAIL_SENDER: mailSender,
      // A worker claims a message before sending it. The claim lasts as long as a function can run.
      CLAIM_SECONDS: String(messaging.functionTimeoutSeconds),
    },
  });
  allowMail(inbox, mailSender);
  allowTextMessages(inbox);
};

/**
 * Allows email only from our sender, by a condition. The resource is any identity of the account, because SES
 * checks the identity of the address or of its domain. In the SES sandbox it also checks recipients' identities. If the
 * identity has a default configuration set, SES checks that set, too (https://github.com/aws/aws-cdk/issues/34402).
 */
const allowMail = (sending: ServiceFunction, sender: string): void => {
  const ses = `arn:${Aws.PARTITION}:ses:${Aws.REGION}:${Aws.ACCOUNT_ID}`;
  sending.addToRolePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ['ses:SendEmail'],
      resources: [`${ses}:identity/*`, `${ses}:configuration-set/*`],
      conditions: { StringEquals: { 'ses:FromAddress': sender } },
    }),
  );
  sending.allowOnEmulator('sendMail', ['*']);
};

/** Allows text messages. A phone number has no ARN, so the policy allows all resources and denies all topics. */
const allowTextMessages = (sending: ServiceFunction): void => {
  const topics = `arn:${Aws.PARTITION}:sns:*:*:*`;
  sending.allow(['sns:Publish'], ['*']);
  sending.addToRolePolicy(
    new PolicyStatement({ effect: Effect.DENY, actions: ['sns:Publish'], resources: [topics] }),
  );
};
