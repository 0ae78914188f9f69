import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { orderIdOf, orderPaid } from '../../support/bus-messages.ts';
import type { AwsAnswer } from '../../support/fake-aws.ts';
import { lambdaContext, sqsEvent } from '../../support/lambda-events.ts';
import { toWire } from '../../support/stored-items.ts';
import { shellWorld } from '../../support/shell-world.ts';

type Inbox = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

const shell = shellWorld();
let inbox: Inbox;

beforeAll(async () => {
  Object.assign(process.env, {
    TABLE_NAME: 'notifications',
    MAIL_SENDER: 'shop@example.com',
    MAIL_CONFIGURATION_SET: 'orderly-test',
    CLAIM_SECONDS: '60',
    INBOX_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/inbox-dlq`,
    INBOX_MAX_RECEIVES: '5',
    COPIES_KEPT_DAYS: '36500',
    KEEP_DAYS: '3650',
    TEXT_NUMBERS: '{}',
    MAX_MESSAGES_A_DAY: '120',
  });
  inbox = (await import('../../../functions/notifications/lambdas/inbox.ts')).handler;
});

const mailError = (status: number, code: string, text = 'No'): AwsAnswer => ({
  status,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>${text}: alice@example.com</Message></Error></ErrorResponse>`,
});

const reachable = {
  email: { address: 'alice@example.com', verifiedAt: '2026-03-01T09:00:00.000Z' },
  channels: { email: true, sms: false },
};

/** The customer has these contact details. SES responds with `mail`; by default it accepts the e-mail. */
const given = (mail?: AwsAnswer, contact = reachable) =>
  shell.aws.answer(({ operation }) => {
    if (operation === 'DynamoDB.GetItem')
      return { body: { Item: toWire({ pk: 'contact#alice', ...contact }) } };
    return operation === 'ses.SendEmail' ? mail : undefined;
  });

const tell = () => inbox(sqsEvent({ body: orderPaid(1) }), lambdaContext());
const operations = () => shell.aws.calls.map(({ operation }) => operation);
const done = { batchItemFailures: [] };
const comesAgain = { batchItemFailures: [{ itemIdentifier: 'message-1' }] };

describe('the inbox of notifications', () => {
  it('claims a message before it sends it, and records it afterwards', async () => {
    given();
    expect(await tell()).toEqual(done);
    expect(operations()).toEqual([
      'DynamoDB.GetItem',
      'DynamoDB.UpdateItem',
      'DynamoDB.Query',
      'ses.SendEmail',
      'DynamoDB.UpdateItem',
    ]);
    expect(shell.aws.inputsOf('ses.SendEmail')[0]).toMatchObject({
      Source: 'shop@example.com',
      ConfigurationSetName: 'orderly-test',
      'Destination.ToAddresses.member.1': 'alice@example.com',
      'Tags.member.1.Name': 'correlationId',
      'Tags.member.1.Value': 'correlation-1',
    });
    const [claim] = shell.aws.inputsOf('DynamoDB.UpdateItem');
    expect(JSON.stringify(claim)).toContain(orderIdOf(1));
    expect(claim?.['UpdateExpression']).toContain('expiresAt = :expiresAt');
  });

  it('sends nothing to a customer with no channel switched on', async () => {
    given(undefined, { ...reachable, channels: { email: false, sms: false } });
    expect(await tell()).toEqual(done);
    expect(operations()).toEqual(['DynamoDB.GetItem']);
  });

  it('acknowledges a message that the provider refuses, and logs the refusal without the address', async () => {
    given(mailError(400, 'MessageRejected', 'Address blacklisted'));
    expect(await tell()).toEqual(done);
    expect(operations().filter((operation) => operation === 'DynamoDB.UpdateItem')).toHaveLength(2);
    expect(shell.aws.inputsOf('SQS.SendMessage')).toEqual([]);
    expect(shell.lines.logs()).toContainEqual(
      expect.objectContaining({
        level: 'WARN',
        message: 'The provider refused a message for good',
        code: 'MessageRejected',
      }),
    );
    expect(shell.lines.text()).not.toMatch(/alice/);
  });

  it('retries after a transient failure of the provider, and logs it without the address', async () => {
    given(mailError(400, 'Throttling'));
    expect(await tell()).toEqual(comesAgain);
    expect(operations().at(-1)).toBe('ses.SendEmail');
    expect(shell.lines.logs()).toContainEqual(expect.objectContaining({ code: 'mail.Throttling' }));
    expect(shell.lines.text()).not.toMatch(/alice/);
  });
});
