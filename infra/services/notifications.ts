import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ServiceFunction } from '../constructs/service-function.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';

/** Contact details, and the messages that customers get. It publishes nothing, so it has no relay. */
export const notifications = (service: ServiceScope): void => {
  const { mailSender, messaging } = service.settings;
  service.route('GET', '/me/contact', 'get-contact', { table: ['GetItem'] });
  service.route('PUT', '/me/contact', 'set-contact', { table: ['PutItem'] });
  service.route('GET', '/me/notifications', 'list-notifications', {
    table: ['Query', 'BatchGetItem'],
    cursors: true,
  });
  const inbox = service.inbox('notifications-inbox', 'inbox', {
    table: ['GetItem', 'UpdateItem'],
    batchWindowSeconds: messaging.batchingWindowSeconds,
    environment: {
      MAIL_SENDER: mailSender,
      // A worker has a message for itself for as long as it can live, and no longer: then it is sent by another.
      CLAIM_SECONDS: String(messaging.functionTimeoutSeconds),
    },
  });
  allowMail(inbox, mailSender);
  allowTextMessages(inbox);
};

/**
 * Mail from our sender alone. The resource is any identity of this account, for SES checks the sender's, which may be
 * the address or its domain, and in its sandbox the recipients' as well; the condition is what limits it.
 */
const allowMail = (sending: ServiceFunction, sender: string): void => {
  const identities = Stack.of(sending).formatArn({ service: 'ses', resource: 'identity', resourceName: '*' });
  sending.addToRolePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ['ses:SendEmail'],
      resources: [identities],
      conditions: { StringEquals: { 'ses:FromAddress': sender } },
    }),
  );
};

/** Text messages, but nothing to topics: a telephone number has no ARN to name, and every topic has one. */
const allowTextMessages = (sending: ServiceFunction): void => {
  const topics = Stack.of(sending).formatArn({ service: 'sns', region: '*', account: '*', resource: '*' });
  sending.allow(['sns:Publish'], ['*']);
  sending.addToRolePolicy(
    new PolicyStatement({ effect: Effect.DENY, actions: ['sns:Publish'], resources: [topics] }),
  );
};
