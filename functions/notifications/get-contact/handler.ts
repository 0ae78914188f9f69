import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { GetContact } from './get-contact.ts';

/** `GET /me/contact`: 200 `{ email?, phone?, channels: { email, sms } }`. */
export const createHandler = (getContact: GetContact) =>
  httpHandler({ auth: 'customer' }, async ({ caller }) => ok(await getContact(caller)));
