import { AppError } from '../../shared/errors.ts';
import type { Caller } from '../../shared/kernel/caller.ts';
import { addSeconds, type Clock, type Instant } from '../../shared/kernel/clock.ts';
import { whileContended, type Pause } from '../../shared/kernel/contention.ts';
import type { Channel, ContactDetails, ContactStore } from './domain/contact.ts';
import type { Content } from './domain/notification.ts';
import { sendOn, type Providers } from './domain/providers.ts';
import {
  addressParts,
  addressToVerify,
  CODE_SECONDS,
  codeParts,
  CODES_PER_ADDRESS,
  CODES_PER_CUSTOMER,
  spend,
  type CodeSecrets,
  type CodeStore,
} from './domain/verification-code.ts';

/** The ports and settings of the use case. */
export interface SendCodeDependencies extends Providers {
  readonly contacts: Pick<ContactStore, 'load'>;
  readonly codes: Pick<CodeStore, 'budget' | 'issue'>;
  readonly secrets: CodeSecrets;
  /** The countries whose numbers get text messages. */
  readonly textCountries: readonly string[];
  readonly now: Clock;
  readonly pause: Pause;
}

/** What the API tells the caller about a code: on which channel it was sent, and until when it is valid. */
export interface SentCode {
  readonly channel: Channel;
  readonly validUntil: Instant;
}

/**
 * Sends a code to the caller's address, unless the address is verified. The code replaces an earlier one. A code counts
 * towards the limits before it is sent, so it also counts if the provider refuses the message.
 * @throws AppError 404 if there is no address; 409 if the address is verified; 422 if the shop or the provider
 *   sends no messages to the address; 429 after too many codes; 503 after any other failure of the provider.
 */
export const sendCode =
  (ports: SendCodeDependencies) =>
  async (caller: Caller, channel: Channel, correlationId: string): Promise<SentCode> => {
    const { contacts, codes, secrets, textCountries, now, pause } = ports;
    const contact = await contacts.load(caller.id);
    const { address } = addressToVerify(contact, channel);
    if (channel === 'sms') checkCountry(contact, textCountries);
    const code = secrets.newCode();
    const [addressHash, codeHash] = await Promise.all([
      secrets.hash(addressParts(channel, address)),
      secrets.hash(codeParts(caller.id, channel, address, code)),
    ]);
    const validUntil = await whileContended(pause, async () => {
      const at = now();
      const [ofAddress, ofCustomer] = await Promise.all([
        codes.budget(`to#${addressHash}`),
        codes.budget(`of#${caller.id}`),
      ]);
      const spendings = [spend(ofAddress, CODES_PER_ADDRESS, at), spend(ofCustomer, CODES_PER_CUSTOMER, at)];
      const until = addSeconds(at, CODE_SECONDS);
      const issued = { customerId: caller.id, channel, addressHash, codeHash, validUntil: until, tries: 0 };
      return (await codes.issue(issued, spendings)) ? until : 'contended';
    });
    const result = await sendOn(channel, ports, {
      to: address,
      customerId: caller.id,
      content: contentOf(code),
      reference: { correlationId },
    });
    if (result.outcome === 'sent') return { channel, validUntil };
    throw new AppError(
      'unprocessable',
      'contact.address-refused',
      'The provider does not send messages to the address. Correct it with PUT /me/contact',
    );
  };

const checkCountry = (contact: ContactDetails | undefined, textCountries: readonly string[]): void => {
  if (textCountries.includes(contact?.phone?.country ?? '')) return;
  throw new AppError(
    'unprocessable',
    'contact.phone-not-supported',
    'No text messages are sent to numbers of this country',
  );
};

/**
 * The message with the code. It contains nothing that a customer typed. Otherwise anyone could enter another person's
 * address, and send that person any text.
 */
const contentOf = (code: string): Content => ({
  subject: 'Your verification code',
  preview: `Your code is ${code}. It is valid for ${CODE_SECONDS / 60} minutes.`,
  paragraphs: [`Enter this code to verify your address. It is valid for ${CODE_SECONDS / 60} minutes.`],
  highlight: { label: 'Your code', value: code },
  remark:
    'If you did not request it, someone has entered your address by mistake. You do not need to do anything.',
  sms: `${code} is your verification code. It is valid for ${CODE_SECONDS / 60} minutes.`,
});
