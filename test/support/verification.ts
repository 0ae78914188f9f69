import type { ContactStore, RequestedContact } from '../../functions/notifications/domain/contact.ts';
import { getContact } from '../../functions/notifications/get-contact.ts';
import { sendCode } from '../../functions/notifications/send-code.ts';
import { setContact } from '../../functions/notifications/set-contact.ts';
import { verifyAddress } from '../../functions/notifications/verify-address.ts';
import { hmacCodeSecrets } from '../../functions/notifications/adapters/code-secrets.ts';
import { addSeconds } from '../../shared/kernel/clock.ts';
import { memoryCodeStore } from './memory/notifications-codes.ts';
import { memoryMailer, memoryTexter } from './memory/notifications-providers.ts';
import { memoryContactStore } from './memory/notifications-stores.ts';
import { now, numbers, phone } from './notifications.ts';

export const alice = { id: 'alice', roles: [] };
export const email = 'stranger@example.com';
export const byMail: RequestedContact = { email, channels: { email: true, sms: false } };
export const byText: RequestedContact = { phone, channels: { email: false, sms: true } };

/** The use cases for verifying addresses, with stores and providers in memory. */
export const verificationShop = (wrap: (contacts: ContactStore) => ContactStore = (contacts) => contacts) => {
  const stored = memoryContactStore();
  const contacts = wrap(stored);
  const clock = { now };
  const time = { now: () => clock.now, pause: async () => undefined };
  const codes = memoryCodeStore(contacts);
  const secrets = hmacCodeSecrets(async () => 'key');
  const mailer = memoryMailer();
  const texter = memoryTexter();
  const send = sendCode({
    contacts,
    codes,
    secrets,
    mailer,
    texter,
    textCountries: Object.keys(numbers),
    ...time,
  });
  /** The code in the last message of a channel. */
  const lastCode = (channel: 'email' | 'sms'): string => {
    const { content } = (channel === 'email' ? mailer : texter).sent.at(-1)!;
    return /\d{6}/.exec(channel === 'email' ? (content.highlight?.value ?? '') : content.sms)![0];
  };
  return {
    mailer,
    texter,
    lastCode,
    set: setContact({ contacts, numbers, ...time }),
    get: getContact({ contacts }),
    send: (channel: 'email' | 'sms', caller = alice) => send(caller, channel, 'request-1'),
    verify: verifyAddress({ contacts, codes, secrets, ...time }),
    wait: (seconds: number) => {
      clock.now = addSeconds(clock.now, seconds);
    },
  };
};

/** A code that is not `code`. */
export const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');
