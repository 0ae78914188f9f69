import * as z from 'zod/mini';
import { InstantField, OrderId } from '../../shared/events/fields.ts';
import { EmailAddress, PhoneNumber } from '../../shared/http/address-fields.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';
import { route } from '../../shared/http/route.ts';

/** Contact details, in requests and in responses. */
const Contact = z.strictObject({
  email: z.optional(EmailAddress),
  phone: z.optional(PhoneNumber),
  channels: z.strictObject({ email: z.boolean(), sms: z.boolean() }),
});

/** A message that was sent to the caller. */
const SentMessage = () =>
  z.strictObject({
    eventType: z.string(),
    orderId: OrderId,
    channel: z.enum(['email', 'sms']),
    sentAt: InstantField,
    subject: z.string(),
  });

/** Shows the caller's contact details. If there are none, all channels are off. */
export const getContact = /* @__PURE__ */ route({
  method: 'GET',
  path: '/me/contact',
  auth: 'customer',
  summary: "Show the caller's own contact details",
  answers: () => ({ 200: Contact }),
});

/** Replaces the caller's contact details. A field that the request omits is deleted. */
export const setContact = /* @__PURE__ */ route({
  method: 'PUT',
  path: '/me/contact',
  auth: 'customer',
  summary: "Replace the caller's own contact details",
  body: Contact,
  answers: () => ({ 200: Contact }),
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
