import { createHmac } from 'node:crypto';

/** 24 of the tag's bytes: 192 bits, more than anybody guesses. */
const ID_BYTES = 24;

/**
 * Ids made of a key, so that a repeated request finds what the first one made without a list of keys; and by HMAC
 * (RFC 2104) under the gateway's secret, so that nobody who knows the key, which may be an order's id, can guess the
 * link of its payment page.
 * @param prefix says what it is, as `cs` for a session.
 */
export const derivedIds =
  (prefix: 'cs' | 're', secret: () => Promise<string>) =>
  async (key: string): Promise<string> => {
    const tag = createHmac('sha256', await secret())
      .update(`${prefix} ${key}`)
      .digest();
    return `${prefix}_${tag.subarray(0, ID_BYTES).toString('base64url')}`;
  };
