/** A way to reach a customer. */
export type Channel = 'email' | 'sms';

/** Which channels a customer has switched on. */
export interface ChannelSwitches {
  readonly email: boolean;
  readonly sms: boolean;
}

/** A customer's contact details: the only personal data in the system. */
export interface ContactDetails {
  readonly email?: string;
  /** In E.164 format, for example `+4915112345678`. */
  readonly phone?: string;
  readonly channels: ChannelSwitches;
}

/** A channel, and the e-mail address or phone number to use. */
export interface Destination {
  readonly channel: Channel;
  readonly address: string;
}

/** The contact details of a customer who has never set any. */
export const noContact: ContactDetails = { channels: { email: false, sms: false } };

/** Where to send a customer's messages: each channel that is switched on and has an address. */
export const destinationsOf = (contact: ContactDetails): readonly Destination[] => {
  const { email, phone, channels } = contact;
  return [
    ...(channels.email && email !== undefined ? [{ channel: 'email', address: email } as const] : []),
    ...(channels.sms && phone !== undefined ? [{ channel: 'sms', address: phone } as const] : []),
  ];
};

/** The fields that are missing: the address of each channel that is switched on without one. */
export const missingAddresses = ({
  email,
  phone,
  channels,
}: ContactDetails): readonly ('email' | 'phone')[] => [
  ...(channels.email && email === undefined ? (['email'] as const) : []),
  ...(channels.sms && phone === undefined ? (['phone'] as const) : []),
];

/** Stores each customer's contact details. Each operation is one storage call. */
export interface ContactStore {
  /** Reads the contact details, strongly consistent. `undefined` if the customer never set any. */
  load(customerId: string): Promise<ContactDetails | undefined>;
  /**
   * Like `load`, but eventually consistent, at half the price. It may miss a change that is less than about a second
   * old.
   */
  loadEventuallyConsistent(customerId: string): Promise<ContactDetails | undefined>;
  /** Replaces all contact details. Of two concurrent writes, the last one wins. */
  save(customerId: string, contact: ContactDetails): Promise<void>;
}
