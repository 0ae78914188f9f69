import { AppError } from '../../../shared/errors.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';

/** A way to reach a customer. */
export type Channel = 'email' | 'sms';

/** Which channels a customer has switched on. */
export interface ChannelSwitches {
  readonly email: boolean;
  readonly sms: boolean;
}

/** An e-mail address or phone number. It gets messages after it is verified, until it is stopped. */
export interface Address {
  readonly address: string;
  /** When the customer proved that the address is theirs. */
  readonly verifiedAt?: Instant;
  /**
   * Why this address gets only verification codes: messages came back, or the owner of the address complained about a
   * message.
   */
  readonly stopped?: { readonly at: Instant; readonly cause: 'bounced' | 'complained' };
}

/** A mobile number in E.164 format, for example `+4915112345678`, and its country (ISO 3166). */
export interface PhoneAddress extends Address {
  readonly country: string;
}

/** A customer's contact details, as they are stored. */
export interface ContactDetails {
  readonly email?: Address;
  readonly phone?: PhoneAddress;
  readonly channels: ChannelSwitches;
}

/** Contact details in a request. */
export interface RequestedContact {
  readonly email?: string;
  readonly phone?: string;
  readonly channels: ChannelSwitches;
}

export type AddressStatus = 'unverified' | 'verified' | 'bounced' | 'complained';

/** The contact details as the API shows them to the customer. */
export interface ContactView extends RequestedContact {
  readonly status: { readonly email?: AddressStatus; readonly phone?: AddressStatus };
}

/** A channel, and the e-mail address or phone number to use. */
export interface Destination {
  readonly channel: Channel;
  readonly address: string;
}

/** The field of the contact details that holds the address of a channel. */
export const fieldOf = { email: 'email', sms: 'phone' } as const satisfies Record<Channel, string>;

/** The contact details of a customer who has never set any. */
export const noContact: ContactDetails = { channels: { email: false, sms: false } };

export const statusOf = ({ verifiedAt, stopped }: Address): AddressStatus =>
  stopped?.cause ?? (verifiedAt === undefined ? 'unverified' : 'verified');

/** Builds the view of contact details that the API returns. */
export const viewOf = ({ email, phone, channels }: ContactDetails): ContactView => ({
  ...(email === undefined ? {} : { email: email.address }),
  ...(phone === undefined ? {} : { phone: phone.address }),
  channels,
  status: {
    ...(email === undefined ? {} : { email: statusOf(email) }),
    ...(phone === undefined ? {} : { phone: statusOf(phone) }),
  },
});

/**
 * Where to send a customer's messages: the verified address of each channel that is switched on.
 * @param textCountries the countries whose numbers get text messages.
 */
export const destinationsOf = (
  { email, phone, channels }: ContactDetails,
  textCountries: readonly string[],
): readonly Destination[] => [
  ...(channels.email && email !== undefined && statusOf(email) === 'verified'
    ? [{ channel: 'email', address: email.address } as const]
    : []),
  ...(channels.sms &&
  phone !== undefined &&
  statusOf(phone) === 'verified' &&
  textCountries.includes(phone.country)
    ? [{ channel: 'sms', address: phone.address } as const]
    : []),
];

/**
 * True if two spellings mean one address. Mail servers and customers write e-mail addresses in upper and lower case as
 * they like.
 */
export const isSameAddress = (one: string, other: string | undefined): boolean =>
  one.toLowerCase() === other?.toLowerCase();

/**
 * The new state of an address that a customer sets. An unchanged address stays as it was. A new address is unverified,
 * unless the customer's token contains it as verified.
 * @param proven the verified address in the token.
 */
const addressOf = (
  address: string,
  before: Address | undefined,
  proven: string | undefined,
  now: Instant,
): Address => {
  const { verifiedAt = isSameAddress(address, proven) ? now : undefined, stopped } =
    before !== undefined && isSameAddress(address, before.address) ? before : {};
  return {
    address,
    ...(verifiedAt === undefined ? {} : { verifiedAt }),
    ...(stopped === undefined ? {} : { stopped }),
  };
};

/** The missing fields of a request: the address of each channel that is switched on without an address. */
const missingAddresses = ({ email, phone, channels }: RequestedContact): readonly ('email' | 'phone')[] => [
  ...(channels.email && email === undefined ? (['email'] as const) : []),
  ...(channels.sms && phone === undefined ? (['phone'] as const) : []),
];

/** The mobile numbers that get text messages: for each country (ISO 3166), the numbers in E.164 format. */
export type TextNumbers = Readonly<Record<string, RegExp>>;

/** @throws AppError 422 if the shop sends no text messages to the number. */
const countryOf = (phone: string, numbers: TextNumbers): string => {
  const country = Object.keys(numbers).find((known) => numbers[known]?.test(phone) === true);
  if (country !== undefined) return country;
  throw new AppError(
    'unprocessable',
    'contact.phone-not-supported',
    `Text messages are only sent to mobile numbers of these countries: ${Object.keys(numbers).join(', ')}`,
    { fields: [{ pointer: '/phone', detail: 'is not a mobile number of one of the countries' }] },
  );
};

/** What the decision about new contact details depends on, besides the request. */
export interface ContactRules {
  /** The verified addresses in the customer's token. */
  readonly proven: { readonly email?: string; readonly phone?: string };
  readonly numbers: TextNumbers;
  readonly now: Instant;
}

/**
 * Replaces contact details as a whole.
 * @throws AppError 400 if a channel is on without its address; 422 for a number that gets no text messages.
 */
export const decideContact = (
  before: ContactDetails | undefined,
  requested: RequestedContact,
  { proven, numbers, now }: ContactRules,
): ContactDetails => {
  const { email, phone, channels } = requested;
  if ((channels.sms || phone !== undefined) && Object.keys(numbers).length === 0) {
    throw new AppError(
      'unprocessable',
      'contact.texts-not-offered',
      'This shop sends no text messages. Switch "sms" off and leave "phone" out',
    );
  }
  const missing = missingAddresses(requested);
  if (missing.length > 0) {
    throw new AppError('invalid', 'contact.address-missing', 'A channel that is on needs its address', {
      fields: missing.map((field) => ({
        pointer: `/${field}`,
        detail: 'is needed for a channel that is on',
      })),
    });
  }
  return {
    ...(email === undefined ? {} : { email: addressOf(email, before?.email, proven.email, now) }),
    ...(phone === undefined
      ? {}
      : {
          phone: {
            ...addressOf(phone, before?.phone, proven.phone, now),
            country: countryOf(phone, numbers),
          },
        }),
    channels,
  };
};

/** Returns the contact details after the address of a channel was verified. The address is then no longer stopped. */
export const withVerified = (contact: ContactDetails, channel: Channel, now: Instant): ContactDetails => {
  const field = fieldOf[channel];
  const { stopped: _stopped, ...address } = contact[field] ?? { address: '' };
  return { ...contact, [field]: { ...address, verifiedAt: now } };
};

/** A change of contact details. */
export interface ContactChange {
  readonly before: ContactDetails | undefined;
  readonly after: ContactDetails;
  readonly at: Instant;
}

/** Stores each customer's contact details. Each operation is one storage call. */
export interface ContactStore {
  /** Reads the contact details, strongly consistent. `undefined` if the customer never set any. */
  load(customerId: string): Promise<ContactDetails | undefined>;
  /**
   * Like `load`, but eventually consistent, at half the price. It may miss a change that is less than about a second
   * old.
   */
  loadEventuallyConsistent(customerId: string): Promise<ContactDetails | undefined>;
  /**
   * Replaces all contact details, unless an address has changed since `change.before` was read. It does not check the
   * channels: of two concurrent changes of the channels, the last one wins.
   * @returns false if an address has changed; nothing is written then.
   */
  save(customerId: string, change: ContactChange): Promise<boolean>;
  /**
   * Replaces the e-mail address `before` by `after`, unless the stored address has changed. The call does not count as
   * saving by the customer, so a `forget` that was requested before still deletes the contact details.
   * @returns false if the address has changed; nothing is written then.
   */
  stop(customerId: string, before: Address, after: Address): Promise<boolean>;
  /**
   * Deletes the contact details and the codes that were sent. If the customer saved the details after `requestedAt`,
   * deletes nothing.
   */
  forget(customerId: string, requestedAt: Instant): Promise<void>;
}
