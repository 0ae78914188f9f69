import * as z from 'zod';

/** Names that are reserved for examples (RFC 2606), so nobody receives mail there. */
const EXAMPLE_NAME = /(^|[.@])(example|test|invalid|localhost|example\.(com|net|org))$/i;

/** False for a name that is reserved for examples. */
export const isRealName = (name: string): boolean => !EXAMPLE_NAME.test(name);

/** The error about a name that is reserved for examples. */
export const realName = { error: 'is a name for examples, so use one of your own' };

/** A domain name whose last label may be internationalised, e.g. `xn--p1ai` (RFC 5890), but not a number. */
export const domainName =
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/i;

/** An e-mail address that is not an example, by the rule of browsers (HTML standard), at a full domain name. */
export const mailAddress = z
  .email({ pattern: z.regexes.html5Email })
  .max(254)
  .refine((address) => domainName.test(address.slice(address.indexOf('@') + 1)), 'needs a full domain name')
  .refine((address) => isRealName(address), realName);

/** An https address that is not an example. */
export const webUrl = z.url({ protocol: /^https$/, hostname: domainName }).refine((url) => {
  return URL.canParse(url) && isRealName(new URL(url).hostname);
}, realName);
