import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { stageSettings } from '../../infra/stage-config.ts';
import { localRegion } from '../emulator/emulator.ts';

/**
 * Lets an emulator's SES send mail from our address. On AWS the owner of the mailbox confirms it by a link
 * that SES sends; emulators take the request for the confirmation.
 */
export const verifyMailSender = async (endpoint: string): Promise<void> => {
  const client = new SESClient({
    endpoint,
    region: localRegion,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { mailSender } = stageSettings('local');
  await client.send(new VerifyEmailIdentityCommand({ EmailAddress: mailSender }));
  client.destroy();
};
