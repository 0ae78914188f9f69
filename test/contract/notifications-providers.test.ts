import {
  CreateConfigurationSetCommand,
  DeleteConfigurationSetCommand,
  SESClient,
  VerifyEmailIdentityCommand,
} from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sesMailer } from '../../functions/notifications/adapters/ses-mailer.ts';
import { snsTexter } from '../../functions/notifications/adapters/sns-texter.ts';
import type { Mailer, Texter } from '../../functions/notifications/domain/providers.ts';
import { memoryMailer, memoryTexter } from '../support/memory/notifications-providers.ts';
import { emulatorConnection } from '../support/environment.ts';

const clients: { destroy(): void }[] = [];
afterAll(() => clients.forEach((client) => client.destroy()));

const configurationSet = `contract-${process.pid}`;
beforeAll(async () => {
  const client = new SESClient(emulatorConnection());
  clients.push(client);
  await client.send(new CreateConfigurationSetCommand({ ConfigurationSet: { Name: configurationSet } }));
});
afterAll(async () => {
  const client = new SESClient(emulatorConnection());
  await client.send(new DeleteConfigurationSetCommand({ ConfigurationSetName: configurationSet }));
  client.destroy();
});

/** A mailer that uses SES on the emulator. `registered` says whether SES knows `sender` as a verified address. */
const mailerOf = async (sender: string, registered: boolean): Promise<Mailer> => {
  const client = new SESClient(emulatorConnection());
  clients.push(client);
  if (registered) await client.send(new VerifyEmailIdentityCommand({ EmailAddress: sender }));
  return sesMailer(sender, configurationSet, undefined, client);
};

const email = {
  to: 'alice@example.com',
  customerId: 'alice',
  content: { subject: 'Grüße – your order', paragraphs: ['Hello'], sms: 'Hello' },
  reference: { orderId: '0195a5a5-0000-7000-8000-000000000001', correlationId: 'request:1' },
};

describe.each<[string, () => Promise<Mailer>]>([
  ['in memory', async () => memoryMailer()],
  ['of SES', () => mailerOf('orders@orderly.example', true)],
])('the mailer %s', (_where, create) => {
  let mailer: Mailer;
  beforeAll(async () => {
    mailer = await create();
  });

  it('sends an email, also if subject and correlation id contain non-ASCII characters', async () => {
    expect(await mailer.send(email)).toEqual({ outcome: 'sent' });
  });

  it('reports a permanent rejection for an unreachable address', async () => {
    expect(await mailer.send({ ...email, to: 'alice' })).toEqual({
      outcome: 'refused',
      code: 'InvalidParameterValue',
    });
  });
});

describe('the mailer of SES', () => {
  it('fails transiently if the sender is not verified, with an error that contains no address', async () => {
    const mailer = await mailerOf('nobody@unverified.example', false);
    await expect(mailer.send(email)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'mail.identity-not-verified',
      message: expect.stringMatching(/^SES did not take the e-mail\. The sender is not verified/) as unknown,
    });
  });
});

describe.each<[string, () => Texter]>([
  ['in memory', () => memoryTexter()],
  [
    'of SNS',
    () => {
      const client = new SNSClient(emulatorConnection());
      clients.push(client);
      return snsTexter(client);
    },
  ],
])('the texter %s', (_where, create) => {
  it('sends a text message', async () => {
    const message = { to: '+4915112345678', content: { ...email.content, sms: 'Your order is ready.' } };
    expect(await create().send(message)).toEqual({ outcome: 'sent' });
  });
});
