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

/**
 * An e-mail address as browsers accept it (HTML standard). Its domain name is complete, and not reserved for examples.
 */
export const mailAddress = z
  .email({ pattern: z.regexes.html5Email })
  .max(254)
  .refine((address) => domainName.test(address.slice(address.indexOf('@') + 1)), 'needs a full domain name')
  .refine((address) => isRealName(address), realName);

const isLocalhost = (origin: string): boolean => /^http:\/\/localhost(:\d+)?$/.test(origin);

/**
 * True for an origin in the form in which browsers send it (RFC 6454, section 6.2): `https`, or `http` on this machine.
 */
export const isOrigin = (text: string): boolean => {
  const url = URL.parse(text);
  if (url?.origin !== text) return false;
  return url.protocol === 'https:' ? domainName.test(url.hostname) : isLocalhost(text);
};

/** The error about a text that is no origin. */
export const originForm = {
  error:
    'must be an origin such as "https://shop.com" or "http://localhost:5173", without a path or a wildcard',
};

/**
 * An origin whose pages may call the API. Its length is limited, because the environment of functions contains all of
 * these origins.
 */
export const webOrigin = z
  .string()
  .max(128)
  .refine(isOrigin, originForm)
  .refine((origin) => isLocalhost(origin) || isRealName(URL.parse(origin)?.hostname ?? ''), realName);

/** An https address that is not an example. */
export const webUrl = z.url({ protocol: /^https$/, hostname: domainName }).refine((url) => {
  return URL.canParse(url) && isRealName(new URL(url).hostname);
}, realName);

/**
 * The limits of `canaryMinutes`. The lower limit is longer than the longest run of the canary. The upper limit is a
 * day.
 */
export const CANARY_MINUTES = { least: 5, most: 1_440 } as const;

/** The minutes from the start of one run of the canary to the start of the next. */
export const canaryMinutes = z
  .number()
  .int('must be whole minutes')
  .min(CANARY_MINUTES.least)
  .max(CANARY_MINUTES.most);
