import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { stageSettings } from '../../infra/stage-config.ts';
import { localRegion } from '../emulator/emulator.ts';

/**
 * Verifies the sender address in an emulator's SES. On AWS, the owner of the mailbox confirms the address with a
 * link that SES sends. Emulators verify it immediately.
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
