import { SendEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { AppError } from '../../../shared/errors.ts';
import { awsClient, CALL_MS } from '../../../shared/outbound.ts';
import type { Mailer } from '../domain/providers.ts';
import { renderEmail } from './render-email.tsx';

/**
 * The errors with which SES refuses a message or an address permanently (SES API reference, SendEmail). After any other
 * error the event is delivered again, because an operator may fix the cause. If that does not help, the event is moved
 * to the dead-letter queue.
 */
const refusals: readonly string[] = [
  'MessageRejected',
  'InvalidParameterValue',
  'InvalidParameterValueException',
];

/** Tag values may contain only letters, digits, "_" and "-" (SES API reference, MessageTag). */
const tagValue = (text: string): string => text.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 256);

/** A call without a response is not repeated within the call: SES may have sent the e-mail. */
const limits = { attemptMs: CALL_MS };

/**
 * Sends e-mails by SES. Errors keep only the name of SES's error, because SES's error messages quote addresses.
 * @param sender the address that the e-mails come from. It must be verified with SES.
 */
export const sesMailer = (sender: string, client: SESClient = awsClient(SESClient, {}, limits)): Mailer => ({
  send: async ({ to, content, reference }) => {
    const { html, text } = renderEmail(content, reference);
    const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
    try {
      await client.send(
        new SendEmailCommand({
          Source: sender,
          Destination: { ToAddresses: [to] },
          Message: { Subject: utf8(content.subject), Body: { Html: utf8(html), Text: utf8(text) } },
          Tags: [{ Name: 'correlationId', Value: tagValue(reference.correlationId) }],
        }),
      );
      return { outcome: 'sent' };
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: '' };
      // SES uses the same error name if the sender is not verified, or a recipient while the account is in SES's sandbox:
      // "Email address is not verified. The following identities failed the check …". An operator can fix both.
      const isOurs = name === 'MessageRejected' && message.includes('not verified');
      if (refusals.includes(name) && !isOurs) return { outcome: 'refused', code: name };
      throw new AppError(
        'unavailable',
        `mail.${isOurs ? 'identity-not-verified' : name}`,
        'SES did not take the e-mail',
      );
    }
  },
});
