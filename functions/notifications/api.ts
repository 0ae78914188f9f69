import * as z from 'zod/mini';
import { InstantField, OrderId } from '../../shared/events/fields.ts';
import { EmailAddress, PhoneNumber, route, type Problems } from '../../shared/http/route.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';

/** The error codes of this service, with the HTTP status and the meaning of each. */
export const problems = {
  'contact.address-missing': {
    status: 400,
    meaning: 'A channel is switched on, but its address is missing. `errors` names the missing field.',
  },
  'contact.texts-not-offered': { status: 422, meaning: 'The shop sends no text messages.' },
  'contact.phone-not-supported': {
    status: 422,
    meaning:
      'The shop sends no text messages to this number. It must be a mobile number of a supported country.',
  },
  'contact.no-address': { status: 404, meaning: 'The contact details have no address for this channel.' },
  'contact.already-verified': { status: 409, meaning: 'The address is verified already.' },
  'contact.address-refused': {
    status: 422,
    meaning: 'The provider of e-mails or text messages sends nothing to this address. Enter another address.',
  },
  'contact.too-many-codes': {
    status: 429,
    meaning: 'Too many codes were sent. `Retry-After` says when the next code may be sent.',
  },
  'contact.no-code': { status: 404, meaning: 'No code for this channel is stored. Request a code first.' },
  'contact.code-for-other-address': {
    status: 409,
    meaning: 'The address has changed since the code was sent. Request a new code.',
  },
  'contact.code-replaced': { status: 409, meaning: 'A newer code was sent meanwhile. Enter the newer code.' },
  'contact.code-used': { status: 409, meaning: 'The code was used before. Each code can be used only once.' },
  'contact.code-expired': { status: 422, meaning: 'The code has expired. Request a new code.' },
  'contact.code-wrong': { status: 422, meaning: 'The code is wrong. `detail` says how many tries are left.' },
  'contact.no-tries-left': { status: 422, meaning: 'The code was wrong too often. Request a new code.' },
} as const satisfies Problems;

/** A customer's contact details: the addresses to which messages about orders are sent. */
const Contact = z.strictObject({
  email: z.optional(EmailAddress),
  /** A mobile number in E.164 format, such as `+4915112345678`. */
  phone: z.optional(PhoneNumber),
  /**
   * Whether the customer wants messages by e-mail (`email`) and by text message (`sms`). Each channel that is switched
   * on needs its address.
   */
  channels: z.strictObject({ email: z.boolean(), sms: z.boolean() }),
});

/** Whether messages may be sent to an address (see `ContactView`). */
const AddressStatus = z.enum(['unverified', 'verified', 'bounced', 'complained']);

/** A customer's contact details, and whether messages may be sent to each address. */
const ContactView = () =>
  z.extend(Contact, {
    /**
     * Whether messages may be sent to each address. `unverified`: the customer has not proved yet that the address is
     * theirs. `verified`: it gets messages. `bounced`: a mail came back. `complained`: the owner of the address
     * reported a mail as spam. An address that is not `verified` gets only verification codes.
     */
    status: z.strictObject({ email: z.optional(AddressStatus), phone: z.optional(AddressStatus) }),
  });

const Channel = z.enum(['email', 'sms']);
const ChannelPath = z.strictObject({ channel: Channel });

/** A message that was sent to the caller. */
const SentMessage = () =>
  z.strictObject({
    eventType: z.string(),
    orderId: OrderId,
    channel: Channel,
    sentAt: InstantField,
    subject: z.string(),
  });

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({ Contact, ContactView: ContactView(), SentMessage: SentMessage() });

/** Shows the caller's contact details. If the caller has never set any, all channels are switched off. */
export const getContact = /* @__PURE__ */ route({
  method: 'GET',
  path: '/me/contact',
  auth: 'customer',
  summary: "Show the caller's own contact details",
  answers: () => ({ 200: ContactView() }),
});

/**
 * Replaces the caller's contact details. A field that the request omits is deleted. An address is verified at once if
 * the caller's token contains it as a verified address. Any other new address must be verified with a code.
 */
export const setContact = /* @__PURE__ */ route({
  method: 'PUT',
  path: '/me/contact',
  auth: 'customer',
  summary: "Replace the caller's own contact details",
  body: Contact,
  problems: ['contact.address-missing', 'contact.texts-not-offered', 'contact.phone-not-supported'],
  answers: () => ({ 200: ContactView() }),
});

/**
 * Sends a verification code to the caller's e-mail address (`email`) or phone number (`sms`), if the address is not
 * verified yet. An earlier code for this channel can no longer be used.
 */
export const sendCode = /* @__PURE__ */ route({
  method: 'POST',
  path: '/me/contact/{channel}/codes',
  auth: 'customer',
  summary: "Send a verification code to the caller's address",
  params: ChannelPath,
  body: z.strictObject({}),
  problems: [
    'contact.no-address',
    'contact.already-verified',
    'contact.address-refused',
    'contact.phone-not-supported',
    'contact.too-many-codes',
  ],
  answers: () => ({ 202: z.strictObject({ channel: Channel, validUntil: InstantField }) }),
});

/**
 * Verifies the caller's e-mail address or phone number with the code that was sent to it. From then on, the address
 * gets messages while its channel is switched on.
 */
export const verifyAddress = /* @__PURE__ */ route({
  method: 'POST',
  path: '/me/contact/{channel}/verifications',
  auth: 'customer',
  summary: "Verify the caller's address with a code",
  params: ChannelPath,
  body: z.strictObject({ code: z.string().check(z.regex(/^\d{6}$/, 'must be the 6 digits of the code')) }),
  problems: [
    'contact.no-address',
    'contact.already-verified',
    'contact.no-code',
    'contact.code-for-other-address',
    'contact.code-replaced',
    'contact.code-used',
    'contact.code-expired',
    'contact.code-wrong',
    'contact.no-tries-left',
  ],
  answers: () => ({ 200: ContactView() }),
});

/**
 * Lists the messages that were sent to the caller, grouped by order. Orders are sorted by the time of their first
 * message, newest first. Within an order, the newest message comes first. A page with a `nextCursor` may contain fewer
 * than `limit` messages.
 */
export const listNotifications = /* @__PURE__ */ route({
  method: 'GET',
  path: '/me/notifications',
  auth: 'customer',
  summary: 'List the messages that were sent to the caller',
  query: z.strictObject(pageQuery),
  answers: () => ({ 200: pageOf(SentMessage()) }),
});
