import * as z from 'zod/mini';

/** An e-mail address. SMTP allows at most 254 characters (RFC 5321, section 4.5.3.1.3). */
export const EmailAddress = z.email('must be an e-mail address').check(z.maxLength(254));

/** A phone number in E.164 format (ITU-T): a plus sign and up to 15 digits. */
export const PhoneNumber = z
  .string()
  .check(z.regex(/^\+[1-9]\d{6,14}$/, 'must be an international number such as +4915112345678'));
