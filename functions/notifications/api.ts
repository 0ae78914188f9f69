import * as z from 'zod/mini';
import { InstantField, OrderId } from '../../shared/events/fields.ts';
import { EmailAddress, PhoneNumber, route, type Problems } from '../../shared/http/route.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';

/** The error codes of this service, with the HTTP status and the meaning of each. */
export const problems = {
  'contact.address-missing': {
    status: 400,
    meaning: 'A channel is on, but its address is missing. `errors` names the field.',
  },
  'contact.texts-not-offered': { status: 422, meaning: 'The shop sends no text messages.' },
  'contact.phone-not-supported': {
    status: 422,
    meaning: 'The shop sends no text messages to numbers of this country.',
  },
  'contact.no-address': { status: 404, meaning: 'The contact details have no address for this channel.' },
  'contact.already-verified': { status: 409, meaning: 'The address is verified already.' },
  'contact.address-refused': {
    status: 422,
    meaning: 'The provider sends no messages to this address. Enter another one.',
  },
  'contact.too-many-codes': {
    status: 429,
    meaning: 'Too many codes were sent. `Retry-After` says when the next one may be sent.',
  },
  'contact.no-code': { status: 404, meaning: 'No code was sent for this channel. Request one first.' },
  'contact.code-for-other-address': {
    status: 409,
    meaning: 'The address has changed since the code was sent. Request a new code.',
  },
  'contact.code-replaced': { status: 409, meaning: 'A newer code was sent meanwhile. Enter that one.' },
  'contact.code-used': { status: 409, meaning: 'The code was used already.' },
  'contact.code-expired': { status: 422, meaning: 'The code has expired. Request a new one.' },
  'contact.code-wrong': { status: 422, meaning: 'The code is wrong. `detail` says how many tries are left.' },
  'contact.no-tries-left': { status: 422, meaning: 'The code was wrong too often. Request a new one.' },
} as const satisfies Problems;

/** Contact details, in requests and in responses. */
const Contact = z.strictObject({
  email: z.optional(EmailAddress),
  phone: z.optional(PhoneNumber),
  /** Which messages are sent. Each channel that is on needs its address. */
  channels: z.strictObject({ email: z.boolean(), sms: z.boolean() }),
});

/** Whether messages may be sent to an address; see "Addresses" in the README. */
const AddressStatus = z.enum(['unverified', 'verified', 'bounced', 'complained']);

const ContactView = () =>
  z.extend(Contact, {
    /** Whether messages may be sent to each address. Only verified addresses get messages. */
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

/** Shows the caller's contact details. If there are none, all channels are off. */
export const getContact = /* @__PURE__ */ route({
  method: 'GET',
  path: '/me/contact',
  auth: 'customer',
  summary: "Show the caller's own contact details",
  answers: () => ({ 200: ContactView() }),
});

/**
 * Replaces the caller's contact details. A field that the request omits is deleted. An address that the caller's token
 * proves is verified at once.
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

/** Sends a code to the caller's unverified address. The code replaces an earlier one. */
export const sendCode = /* @__PURE__ */ route({
  method: 'POST',
  path: '/me/contact/{channel}/codes',
  auth: 'customer',
  summary: "Send a code to the caller's unverified address",
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

/** Verifies the caller's address with the code that was sent to it. */
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
 * Lists the caller's messages, grouped by order. Orders are sorted by the time of their first message, newest first.
 * Within an order, the newest message comes first. A page with a `nextCursor` may contain fewer than `limit` messages.
 */
export const listNotifications = /* @__PURE__ */ route({
  method: 'GET',
  path: '/me/notifications',
  auth: 'customer',
  summary: 'List the messages that were sent to the caller',
  query: z.strictObject(pageQuery),
  answers: () => ({ 200: pageOf(SentMessage()) }),
});
