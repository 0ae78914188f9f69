import { SendEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { AppError } from '../../../shared/errors.ts';
import type { Mailer } from '../domain/providers.ts';
import { renderEmail } from './render-email.tsx';

/**
 * What SES refuses for good (SES API reference, SendEmail): the message or an address in it. Other failures pass, or
 * are mended by whoever runs the account, so the event is delivered again and rests in the dead-letter queue at last.
 */
const refusals: readonly string[] = [
  'MessageRejected',
  'InvalidParameterValue',
  'InvalidParameterValueException',
];

/** Tag values may only have letters, digits, "_" and "-" (SES API reference, MessageTag). */
const tagValue = (text: string): string => text.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 256);

/**
 * Sends e-mails by SES, from one address.
 *
 * Errors are passed on by their name alone: the messages of SES quote addresses, and those belong in no log.
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
      // A sender that SES does not know is refused by the same name, but that is our mistake and can be mended.
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
