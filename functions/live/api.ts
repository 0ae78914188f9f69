import * as z from 'zod/mini';
import { InstantField } from '../../shared/events/fields.ts';
import { route, type Problems } from '../../shared/http/route.ts';

/** What the codes of this service's problems mean. */
export const problems = {
  'live.too-many-tickets': {
    status: 429,
    meaning:
      'The caller has taken too many tickets within an hour. Poll the routes, and try again after the seconds in `Retry-After`.',
  },
} as const satisfies Problems;

/** A ticket for one WebSocket connection. */
const LiveTicket = () =>
  z.strictObject({
    /** Opens one connection: add it to `url` as the query parameter `ticket`. */
    ticket: z.string(),
    /** The address of the WebSocket API. */
    url: z.string(),
    /** Until when the ticket can be used. */
    expiresAt: InstantField,
  });

/** The schemas that documents show by name. */
export const schemas = () => ({ LiveTicket: LiveTicket() });

/** Issues a ticket, because browsers cannot send a token when they open a WebSocket. */
export const issueTicket = /* @__PURE__ */ route({
  method: 'POST',
  path: '/live/tickets',
  auth: 'customer',
  summary: 'Take a ticket for a live connection',
  body: z.strictObject({}),
  problems: ['live.too-many-tickets'],
  answers: () => ({ 201: LiveTicket() }),
});
