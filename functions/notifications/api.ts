import * as z from 'zod/mini';
import { InstantField, OrderId } from '../../shared/events/fields.ts';
import { EmailAddress, PhoneNumber, route } from '../../shared/http/route.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';

/** Contact details, in requests and in responses. */
const Contact = z.strictObject({
  email: z.optional(EmailAddress),
  phone: z.optional(PhoneNumber),
  channels: z.strictObject({ email: z.boolean(), sms: z.boolean() }),
});

/** Whether messages may be sent to an address; see "Addresses" in the README. */
const AddressStatus = z.enum(['unverified', 'verified', 'bounced', 'complained']);

const ContactView = () =>
  z.extend(Contact, {
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
