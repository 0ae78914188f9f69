import * as z from 'zod/mini';
import { route } from '../../shared/http/route.ts';

/**
 * The kinds of reports about an e-mail. `soft-bounce`: a transient failure, such as a full mailbox. `malformed`: a
 * bounce without the field `bounce`.
 */
const FeedbackKind = z.enum(['bounce', 'soft-bounce', 'complaint', 'malformed']);
export type FeedbackKind = z.infer<typeof FeedbackKind>;

const FeedbackRequest = z.strictObject({
  /** The customer to whom the e-mail was sent. */
  customerId: z.string().check(z.minLength(1), z.maxLength(128)),
  email: z.string().check(z.minLength(1), z.maxLength(254)),
  kind: FeedbackKind,
  /** When the e-mail bounced or was reported as spam. Default: now. */
  at: z.optional(z.iso.datetime()),
});
export type FeedbackRequest = z.output<typeof FeedbackRequest>;

/** Publishes a report about an e-mail, as SES does. */
export const publishFeedback = /* @__PURE__ */ route({
  method: 'POST',
  path: '/mail/feedback',
  auth: 'public',
  summary: 'Let a mail bounce, or be reported as spam',
  body: FeedbackRequest,
  answers: () => ({ 202: z.strictObject({ messageId: z.string() }) }),
});
