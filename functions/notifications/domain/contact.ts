/** How a customer can be reached. */
export type Channel = 'email' | 'sms';

/** Which channels a customer has switched on. */
export interface ChannelSwitches {
  readonly email: boolean;
  readonly sms: boolean;
}

/** What a customer tells about how to be reached: the only personal data in the system. */
export interface ContactDetails {
  readonly email?: string;
  /** E.164, e.g. `+4915112345678`. */
  readonly phone?: string;
  readonly channels: ChannelSwitches;
}

/** A channel to use and the address to use there. */
export interface Destination {
  readonly channel: Channel;
  readonly address: string;
}

/** The contact of a customer who has not said how to be reached. */
export const noContact: ContactDetails = { channels: { email: false, sms: false } };

/** Where to send a customer's messages: each channel that is on and has an address. */
export const destinationsOf = (contact: ContactDetails): readonly Destination[] => {
  const { email, phone, channels } = contact;
  return [
    ...(channels.email && email !== undefined ? [{ channel: 'email', address: email } as const] : []),
    ...(channels.sms && phone !== undefined ? [{ channel: 'sms', address: phone } as const] : []),
  ];
};

/** Which addresses are missing: those of channels that are on without one. */
export const missingAddresses = ({
  email,
  phone,
  channels,
}: ContactDetails): readonly ('email' | 'phone')[] => [
  ...(channels.email && email === undefined ? (['email'] as const) : []),
  ...(channels.sms && phone === undefined ? (['phone'] as const) : []),
];
