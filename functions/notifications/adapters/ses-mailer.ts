import { SendEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { awsClient, CALL_MS } from '../../../shared/outbound.ts';
import type { Mailer } from '../domain/providers.ts';
import { refusalOf, sesRefusals } from './provider-refusals.ts';
import { renderEmail } from './render-email.tsx';
import { CUSTOMER_TAG, customerTag, tagValue } from './ses-tags.ts';

/**
 * One attempt may take as long as the whole call, so no time is left to repeat an attempt that got no response. SES may
 * have sent the e-mail in such an attempt, and a repetition would send it twice.
 */
const limits = { attemptMs: CALL_MS };

/**
 * Sends e-mails by SES. Thrown errors do not contain SES's messages, because these may quote addresses.
 * @param sender the address that the e-mails come from. It must be verified with SES.
 * @param configurationSet the name of SES's configuration set. This set makes SES report bounces and complaints.
 * @param ordersUrl the address below which the shop shows orders. Without it, e-mails do not link to the order's page.
 */
export const sesMailer = (
  sender: string,
  configurationSet: string,
  ordersUrl?: string,
  client: SESClient = awsClient(SESClient, {}, limits),
): Mailer => ({
  send: async ({ to, customerId, content, reference }) => {
    const customer = customerTag(customerId);
    const { html, text } = renderEmail(content, reference, ordersUrl);
    const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
    try {
      await client.send(
        new SendEmailCommand({
          Source: sender,
          Destination: { ToAddresses: [to] },
          Message: { Subject: utf8(content.subject), Body: { Html: utf8(html), Text: utf8(text) } },
          ConfigurationSetName: configurationSet,
          Tags: [
            { Name: 'correlationId', Value: tagValue(reference.correlationId) },
            ...(customer === undefined ? [] : [{ Name: CUSTOMER_TAG, Value: customer }]),
          ],
        }),
      );
      return { outcome: 'sent' };
    } catch (error) {
      return refusalOf(error, sesRefusals);
    }
  },
});
