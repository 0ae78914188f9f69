import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { stageSettings } from '../../infra/stage-config.ts';
import { clientSettings } from '../emulator/access.ts';

/**
 * Verifies the sender address in an emulator's SES. On AWS, the owner of the mailbox confirms the address with a
 * link that SES sends. Emulators verify it immediately.
 */
export const verifyMailSender = async (endpoint: string): Promise<void> => {
  const client = new SESClient(clientSettings(endpoint));
  const { mailSender } = stageSettings('local');
  await client.send(new VerifyEmailIdentityCommand({ EmailAddress: mailSender }));
  client.destroy();
};
