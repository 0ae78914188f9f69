import { base64Url } from '../../../shared/kernel/ids.ts';

/** The name of the tag that holds the customer of an e-mail. */
export const CUSTOMER_TAG = 'customer';

/** The longest value of a tag, in characters. */
const LONGEST = 256;

/** Tag values may contain only letters, digits, "_" and "-" (SES API reference, MessageTag). */
export const tagValue = (text: string): string => text.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, LONGEST);

/**
 * The value of the tag `customer`: the customer's id as base64url (RFC 4648). A tag may contain all characters
 * of base64url.
 * @returns `undefined` if the id is too long for a tag. The e-mail then has no such tag, and reports about the e-mail
 *   name no customer.
 */
export const customerTag = (customerId: string): string | undefined => {
  const value = base64Url(new TextEncoder().encode(customerId));
  return value.length <= LONGEST ? value : undefined;
};

/**
 * Decodes base64url to UTF-8 text. The function does not use `Buffer`, because the simulation also runs this code in
 * browsers, and browsers have no `Buffer`.
 */
const textOf = (value: string): string | undefined => {
  try {
    const bytes = Uint8Array.from(atob(value.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
      one.charCodeAt(0),
    );
    return new TextDecoder().decode(bytes);
  } catch {
    return undefined;
  }
};

/** The inverse of `customerTag`. Returns `undefined` for a value that `customerTag` does not produce. */
export const customerOf = (value: string | undefined): string | undefined => {
  if (value === undefined || value === '') return undefined;
  const id = textOf(value);
  return id !== undefined && customerTag(id) === value ? id : undefined;
};
