import * as z from 'zod/mini';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { SetContact } from './set-contact.ts';

/** What a contact must look like. */
export const Contact = z.strictObject({
  email: z.optional(z.email('must be an e-mail address').check(z.maxLength(254))),
  /** E.164 (ITU-T): a plus sign and up to 15 digits. */
  phone: z.optional(
    z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, 'must be an international number such as +4915112345678')),
  ),
  channels: z.strictObject({ email: z.boolean(), sms: z.boolean() }),
});

/** `PUT /me/contact` `{ email?, phone?, channels: { email, sms } }`: 200 with the same. */
export const createHandler = (setContact: SetContact) =>
  httpHandler({ auth: 'customer', body: Contact }, async ({ caller, body: { email, phone, channels } }) =>
    ok(
      await setContact(caller, {
        ...(email === undefined ? {} : { email }),
        ...(phone === undefined ? {} : { phone }),
        channels,
      }),
    ),
  );
