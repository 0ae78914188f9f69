import type { SendEmailCommandInput, SESClient } from '@aws-sdk/client-ses';
import type { PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { renderEmail } from '../../../../../functions/notifications/adapters/render-email.tsx';
import { sesMailer } from '../../../../../functions/notifications/adapters/ses-mailer.ts';
import { snsTexter } from '../../../../../functions/notifications/adapters/sns-texter.ts';

const sender = 'orders@orderly.example';
const content = { subject: 'S', paragraphs: ['P'], sms: 'Hello' };
const reference = { orderId: '0195a5a5-0000-7000-8000-000000000001', correlationId: 'req:1/2' };
const email = { to: 'alice@example.com', customerId: 'customer/ä', content, reference };
const message = { to: '+4915112345678', content };

/** A fake AWS SDK client that records the input of each command, or fails with this AWS error. */
const clientThat = <Client, Input>(fails?: { readonly name: string; readonly message: string }) => {
  const inputs: Input[] = [];
  const client = {
    send: async ({ input }: { readonly input: Input }) => {
      if (fails !== undefined) throw Object.assign(new Error(fails.message), { name: fails.name });
      inputs.push(input);
      return {};
    },
  } as unknown as Client;
  return { client, inputs };
};
const ses = clientThat<SESClient, SendEmailCommandInput>;
const sns = clientThat<SNSClient, PublishCommandInput>;

describe('the mailer of SES', () => {
  it('sends both forms from the one sender, tagged with the correlation id in letters that SES takes', async () => {
    const { client, inputs } = ses();
    const { html, text } = renderEmail(content, reference);
    expect(await sesMailer(sender, 'orderly', undefined, client).send(email)).toEqual({ outcome: 'sent' });
    expect(inputs).toEqual([
      {
        Source: sender,
        Destination: { ToAddresses: ['alice@example.com'] },
        Message: {
          Subject: { Data: 'S', Charset: 'UTF-8' },
          Body: { Html: { Data: html, Charset: 'UTF-8' }, Text: { Data: text, Charset: 'UTF-8' } },
        },
        ConfigurationSetName: 'orderly',
        Tags: [
          { Name: 'correlationId', Value: 'req_1_2' },
          { Name: 'customer', Value: 'Y3VzdG9tZXIvw6Q' },
        ],
      },
    ]);
  });

  it("links to the order's page if it knows the address of the shop", async () => {
    const { client, inputs } = ses();
    await sesMailer(sender, 'orderly', 'https://shop.example/orders/', client).send(email);
    const { Html, Text } = inputs[0]?.Message?.Body ?? {};
    for (const part of [Html, Text]) {
      expect(part?.Data).toContain(`https://shop.example/orders/${reference.orderId}`);
    }
  });

  it('leaves out the customer of an id that is too long for a tag', async () => {
    const { client, inputs } = ses();
    await sesMailer(sender, 'orderly', undefined, client).send({ ...email, customerId: 'x'.repeat(193) });
    await sesMailer(sender, 'orderly', undefined, client).send({ ...email, customerId: 'x'.repeat(192) });
    expect(inputs.map(({ Tags }) => Tags?.map(({ Name }) => Name))).toEqual([
      ['correlationId'],
      ['correlationId', 'customer'],
    ]);
  });

  it.each([
    ['InvalidParameterValue', "Missing final '@domain'"],
    ['InvalidParameterValue', 'Local address contains control or whitespace'],
    ['InvalidParameterValue', 'Domain contains illegal character'],
    ['MessageRejected', 'Address blacklisted.'],
  ])('takes %s with the text "%s" as a refusal for good', async (name, text) => {
    const { client } = ses({ name, message: text });
    expect(await sesMailer(sender, 'orderly', undefined, client).send(email)).toEqual({
      outcome: 'refused',
      code: name,
    });
  });

  it.each([
    ['MessageRejected', 'Sending paused for this account. For more information, see …', 'account-paused'],
    ['AccountSendingPausedException', 'no', 'account-paused'],
    ['MessageRejected', 'Sending paused for configuration set orderly.', 'configuration-set-paused'],
    ['ConfigurationSetSendingPausedException', 'no', 'configuration-set-paused'],
    ['ConfigurationSetDoesNotExist', 'Configuration set x does not exist.', 'configuration-set-missing'],
    ['ConfigurationSetDoesNotExistException', 'no', 'configuration-set-missing'],
    ['MailFromDomainNotVerifiedException', 'no', 'mail-from-not-verified'],
    ['Throttling', 'Daily message quota exceeded.', 'quota-exceeded'],
    ['Throttling', 'Maximum sending rate exceeded.', 'Throttling'],
    ['InvalidParameterValue', 'Invalid tag value', 'InvalidParameterValue'],
    ['MessageRejected', 'A text that we do not know', 'MessageRejected'],
    ['AccessDenied', 'no', 'AccessDenied'],
    ['TimeoutError', 'no', 'TimeoutError'],
  ])('has the event delivered again after %s: %s', async (name, text, code) => {
    const { client } = ses({ name, message: text });
    await expect(sesMailer(sender, 'orderly', undefined, client).send(email)).rejects.toMatchObject({
      kind: 'unavailable',
      code: `mail.${code}`,
    });
  });

  it('says in its error what an operator has to do', async () => {
    const { client } = ses({ name: 'MessageRejected', message: 'Sending paused for this account.' });
    await expect(sesMailer(sender, 'orderly', undefined, client).send(email)).rejects.toThrow(
      /paused for the account.*enable sending/,
    );
  });

  it.each([
    ['our sender', sender],
    ['a recipient, while the account is in SES’s sandbox', 'alice@example.com'],
  ])('has the event delivered again if SES does not know %s', async (_who, identity) => {
    const message = `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${identity}`;
    const { client } = ses({ name: 'MessageRejected', message });
    await expect(sesMailer(sender, 'orderly', undefined, client).send(email)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'mail.identity-not-verified',
    });
  });

  it('has no address in its error', async () => {
    const { client } = ses({ name: 'Throttling', message: 'too many to alice@example.com' });
    const error: unknown = await sesMailer(sender, 'orderly', undefined, client)
      .send(email)
      .catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('alice');
  });
});

describe('the texter of SNS', () => {
  it('sends the text to the number', async () => {
    const { client, inputs } = sns();
    expect(await snsTexter(client).send(message)).toEqual({ outcome: 'sent' });
    expect(inputs).toMatchObject([{ PhoneNumber: '+4915112345678', Message: 'Hello' }]);
  });

  it.each([
    ['InvalidParameter', 'Invalid parameter: PhoneNumber Reason: +49 is not valid to publish to'],
    ['InvalidParameterException', 'Invalid parameter: Phone number is opted out'],
    ['OptedOut', 'no'],
    ['OptedOutException', 'no'],
  ])('takes %s with the text "%s" as a refusal for good', async (name, text) => {
    const { client } = sns({ name, message: text });
    expect(await snsTexter(client).send(message)).toEqual({ outcome: 'refused', code: name });
  });

  it.each([
    [
      'InvalidParameter',
      'Invalid parameter: PhoneNumber Reason: the number is not verified in the sandbox',
      'sandbox',
    ],
    ['InternalError', 'No quota left for account', 'spend-limit-reached'],
    ['AuthorizationError', 'Your account requires additional review', 'account-paused'],
    ['InvalidParameter', 'Invalid parameter: Message too long', 'InvalidParameter'],
    ['Throttled', 'Rate exceeded', 'Throttled'],
    ['AuthorizationError', 'not authorized to perform: sns:Publish', 'AuthorizationError'],
  ])('has the event delivered again after %s: %s', async (name, text, code) => {
    const { client } = sns({ name, message: text });
    await expect(snsTexter(client).send(message)).rejects.toMatchObject({
      kind: 'unavailable',
      code: `sms.${code}`,
    });
  });

  it('has the event delivered again after anything else, with no number in its error', async () => {
    const { client } = sns({ name: 'Throttled', message: 'too many to +4915112345678' });
    const error: unknown = await snsTexter(client)
      .send(message)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'unavailable', code: 'sms.Throttled' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('+49');
  });
});
