import * as z from 'zod';

/** Names that are reserved for examples (RFC 2606), so nobody receives mail there. */
const EXAMPLE_NAME = /(^|[.@])(example|test|invalid|localhost|example\.(com|net|org))$/i;

/** False for a name that is reserved for examples. */
export const isRealName = (name: string): boolean => !EXAMPLE_NAME.test(name);

/** The error about a name that is reserved for examples. */
export const realName = { error: 'is a name for examples, so use one of your own' };

/** An e-mail address that is not an example. */
export const mailAddress = z
  .email()
  .max(254)
  .refine((address) => isRealName(address), realName);

/** An https address that is not an example. */
export const webUrl = z.url({ protocol: /^https$/, hostname: z.regexes.domain }).refine((url) => {
  return URL.canParse(url) && isRealName(new URL(url).hostname);
}, realName);
