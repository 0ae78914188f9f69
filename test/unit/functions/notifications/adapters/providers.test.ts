import type { SendEmailCommandInput, SESClient } from '@aws-sdk/client-ses';
import type { PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { renderEmail } from '../../../../../functions/notifications/adapters/render-email.tsx';
import { sesMailer } from '../../../../../functions/notifications/adapters/ses-mailer.ts';
import { snsTexter } from '../../../../../functions/notifications/adapters/sns-texter.ts';

const sender = 'orders@orderly.example';
const content = { subject: 'S', paragraphs: ['P'], sms: 'Hello' };
const reference = { orderId: '0195a5a5-0000-7000-8000-000000000001', correlationId: 'req:1/2' };
const email = { to: 'alice@example.com', content, reference };
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
    expect(await sesMailer(sender, client).send(email)).toEqual({ outcome: 'sent' });
    expect(inputs).toEqual([
      {
        Source: sender,
        Destination: { ToAddresses: ['alice@example.com'] },
        Message: {
          Subject: { Data: 'S', Charset: 'UTF-8' },
          Body: { Html: { Data: html, Charset: 'UTF-8' }, Text: { Data: text, Charset: 'UTF-8' } },
        },
        Tags: [{ Name: 'correlationId', Value: 'req_1_2' }],
      },
    ]);
  });

  it.each(['MessageRejected', 'InvalidParameterValue'])('takes %s as a refusal for good', async (name) => {
    const { client } = ses({ name, message: 'alice@example.com is on the suppression list' });
    expect(await sesMailer(sender, client).send(email)).toEqual({ outcome: 'refused', code: name });
  });

  it.each([
    ['Throttling', 'mail.Throttling'],
    ['AccountSendingPausedException', 'mail.AccountSendingPausedException'],
    ['MailFromDomainNotVerifiedException', 'mail.MailFromDomainNotVerifiedException'],
    ['TimeoutError', 'mail.TimeoutError'],
  ])('has the event delivered again after %s', async (name, code) => {
    const { client } = ses({ name, message: 'no' });
    await expect(sesMailer(sender, client).send(email)).rejects.toMatchObject({ kind: 'unavailable', code });
  });

  it.each([
    ['our sender', sender],
    ['a recipient, while the account is in SES’s sandbox', 'alice@example.com'],
  ])('has the event delivered again if SES does not know %s', async (_who, identity) => {
    const message = `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${identity}`;
    const { client } = ses({ name: 'MessageRejected', message });
    await expect(sesMailer(sender, client).send(email)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'mail.identity-not-verified',
    });
  });

  it('has no address in its error', async () => {
    const { client } = ses({ name: 'Throttling', message: 'too many to alice@example.com' });
    const error: unknown = await sesMailer(sender, client)
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

  it.each(['InvalidParameter', 'InvalidParameterException', 'OptedOut'])(
    'takes %s as a refusal for good',
    async (name) => {
      const { client } = sns({ name, message: 'no' });
      expect(await snsTexter(client).send(message)).toEqual({ outcome: 'refused', code: name });
    },
  );

  it('has the event delivered again after anything else, with no number in its error', async () => {
    const { client } = sns({ name: 'Throttled', message: 'too many to +4915112345678' });
    const error: unknown = await snsTexter(client)
      .send(message)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'unavailable', code: 'sms.Throttled' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('+49');
  });
});
