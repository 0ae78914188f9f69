import { signal } from '@preact/signals';
import type { components } from '../../client/index.ts';
import { ownApi, resultOf, type Result } from '../common/calls.ts';

export type Contact = components['schemas']['ContactView'];
export type Channel = 'email' | 'sms';

/** The contact details of the person who is signed in. Undefined until they are loaded. */
export const contact = signal<Contact | undefined>(undefined);

const kept = (result: Result<Contact>): Result<Contact> => {
  if (result.ok) contact.value = result.value;
  return result;
};

export const loadContact = async (): Promise<Result<Contact>> =>
  kept(await resultOf(ownApi.GET('/me/contact')));

/** The values of the form. An empty text means that the customer has no such address. */
export interface ContactForm {
  readonly email: string;
  readonly phone: string;
  readonly mails: boolean;
  readonly texts: boolean;
}

/** Replaces the contact details. A channel without an address is switched off. */
export const saveContact = async ({ email, phone, mails, texts }: ContactForm): Promise<Result<Contact>> => {
  const address = email.trim();
  const phoneNumber = phone.replaceAll(/[\s()/-]/g, '');
  return kept(
    await resultOf(
      ownApi.PUT('/me/contact', {
        body: {
          ...(address === '' ? {} : { email: address }),
          ...(phoneNumber === '' ? {} : { phone: phoneNumber }),
          channels: { email: mails && address !== '', sms: texts && phoneNumber !== '' },
        },
      }),
    ),
  );
};

/** Sends a code to an address that is not verified yet. */
export const sendCode = (channel: Channel) =>
  resultOf(ownApi.POST('/me/contact/{channel}/codes', { params: { path: { channel } } }));

/** Verifies an address with the code that was sent to it. */
export const verify = async (channel: Channel, code: string): Promise<Result<Contact>> =>
  kept(
    await resultOf(
      ownApi.POST('/me/contact/{channel}/verifications', { params: { path: { channel } }, body: { code } }),
    ),
  );
