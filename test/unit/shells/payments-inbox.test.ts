import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { busMessage, orderIdOf } from '../../support/bus-messages.ts';
import type { AwsAnswer } from '../../support/fake-aws.ts';
import { lambdaContext, sqsEvent } from '../../support/lambda-events.ts';
import { savedItem } from '../../support/stored-items.ts';
import { shellWorld } from '../../support/shell-world.ts';

type Inbox = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

const shell = shellWorld();
let inbox: Inbox;

beforeAll(async () => {
  Object.assign(process.env, {
    TABLE_NAME: 'payments',
    PAYMENT_PROVIDER: 'simulator',
    PAYMENT_PROVIDER_SECRET_ARN: 'provider-secret',
    // The fake AWS server also responds as the payment provider.
    PAYMENT_PROVIDER_URL: process.env['AWS_ENDPOINT_URL'],
    INBOX_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/inbox-dlq`,
    INBOX_MAX_RECEIVES: '5',
    COPIES_KEPT_DAYS: '36500',
    KEEP_DAYS: '3650',
  });
  inbox = (await import('../../../functions/payments/lambdas/inbox.ts')).handler;
});

const SESSIONS = 'unknown./gateway/sessions';
const orderId = orderIdOf(1);
const terms = {
  orderId,
  customerId: 'alice',
  amount: 1000,
  currency: 'EUR',
  payBy: '2026-03-01T09:30:00.000Z',
};
const session = { id: 'cs_1', url: 'https://pay.test/1', status: 'open', amount: 1000, currency: 'EUR' };
const created: AwsAnswer = { status: 201, body: session };

/** The table returns the item that was written last. The payment provider responds with `provider`. */
const given = (provider: AwsAnswer): void => {
  let item: unknown;
  shell.aws.answer(({ operation, input }) => {
    if (operation === SESSIONS) return provider;
    if (operation === 'DynamoDB.GetItem') return { body: item === undefined ? {} : { Item: item } };
    if (operation === 'DynamoDB.PutItem') item = input['Item'];
    return operation === 'secretsmanager.GetSecretValue'
      ? { body: { SecretString: JSON.stringify({ apiKey: 'key-of-ours', webhookSecrets: ['whsec_a'] }) } }
      : undefined;
  });
};

const take = (body: unknown, receives = 1) => inbox(sqsEvent({ body, receives }), lambdaContext());
const request = () => take(busMessage('PaymentRequested', terms));
const operations = () =>
  shell.aws.calls
    .map(({ operation }) => operation)
    .filter((operation) => !operation.startsWith('secretsmanager'));
const published = () =>
  shell.aws
    .inputsOf('DynamoDB.PutItem')
    .flatMap((input) => (savedItem(input).outbox?.events ?? []).map(({ type }) => type));
const done = { batchItemFailures: [] };
const comesAgain = { batchItemFailures: [{ itemIdentifier: 'message-1' }] };

describe('the inbox of payments', () => {
  it('records a payment before it asks the provider, and publishes the link afterwards', async () => {
    given(created);
    expect(await request()).toEqual(done);
    expect(operations()).toEqual([
      'DynamoDB.GetItem',
      'DynamoDB.PutItem',
      SESSIONS,
      'DynamoDB.GetItem',
      'DynamoDB.PutItem',
    ]);
    expect(published()).toEqual(['PaymentLinkCreated']);
  });

  it('retries when the provider fails, and resumes where it was', async () => {
    given({ status: 500, body: { code: 'gateway.down' } });
    expect(await request()).toEqual(comesAgain);
    expect(published()).toEqual([]);
    expect(shell.lines.text()).not.toContain('key-of-ours');
  });

  it('logs a payment that the provider refuses, and publishes that it is closed', async () => {
    given({ status: 402, body: { code: 'gateway.amount-too-small' } });
    expect(await request()).toEqual(done);
    expect(published()).toEqual(['PaymentClosed']);
    expect(shell.lines.logs()).toContainEqual(
      expect.objectContaining({ level: 'WARN', orderId, reason: 'gateway.amount-too-small' }),
    );
  });

  const webhook = (data: object) =>
    busMessage('PaymentWebhookReceived', {
      outcome: 'succeeded',
      webhookId: 'msg_1',
      orderId,
      sessionId: 'cs_1',
      amount: 1000,
      currency: 'EUR',
      ...data,
    }).detail;

  it('applies a webhook, which is a message of its own', async () => {
    given(created);
    await request();
    expect(await take(webhook({}))).toEqual(done);
    expect(published()).toEqual(['PaymentLinkCreated', 'PaymentSucceeded']);
  });

  it('retries a webhook that overtakes its payment', async () => {
    given(created);
    expect(await take(webhook({}))).toEqual(comesAgain);
    expect(shell.aws.inputsOf('SQS.SendMessage')).toEqual([]);
  });

  it('sends a webhook about another amount to the dead-letter queue at once', async () => {
    given(created);
    await request();
    expect(await take(webhook({ amount: 1 }))).toEqual(done);
    expect(JSON.stringify(shell.aws.inputsOf('SQS.SendMessage'))).toContain('payment.not-this-payment');
    expect(published()).toEqual(['PaymentLinkCreated']);
  });
});
