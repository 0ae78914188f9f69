import { SendEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { AppError } from '../../../shared/errors.ts';
import type { Mailer } from '../domain/providers.ts';
import { renderEmail } from './render-email.tsx';

/**
 * What SES refuses for good (SES API reference, SendEmail): the message or an address in it. After any other failure, the
 * event is delivered again and at last moved to the dead-letter queue, because an operator may fix the account.
 */
const refusals: readonly string[] = [
  'MessageRejected',
  'InvalidParameterValue',
  'InvalidParameterValueException',
];

/** Tag values may only have letters, digits, "_" and "-" (SES API reference, MessageTag). */
const tagValue = (text: string): string => text.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 256);

/**
 * Sends e-mails by SES, from one address. Errors keep only SES's error name, because its texts quote addresses.
 * @param sender the address that mail comes from; an identity verified with SES.
 */
export const sesMailer = (sender: string, client: SESClient = new SESClient({})): Mailer => ({
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
      // SES uses the same name for a sender that it does not know, but an operator can fix that.
      const isOurs = name === 'MessageRejected' && message.includes(sender);
      if (refusals.includes(name) && !isOurs) return { outcome: 'refused', code: name };
      throw new AppError(
        'unavailable',
        `mail.${isOurs ? 'sender-not-verified' : name}`,
        'SES did not take the e-mail',
      );
    }
  },
});
