import { createHmac } from 'node:crypto';

/** How many bytes of the HMAC an id contains. Nobody can guess 192 bits. */
const ID_BYTES = 24;

/**
 * Derives ids from idempotency keys, so that a repeated request finds what the first one created.
 *
 * A session's id is part of the link to its payment page, so it must be secret. HMAC (RFC 2104) with the gateway's
 * secret key keeps the id secret even from anyone who knows the idempotency key.
 * @param prefix `cs` for a session, `re` for a refund.
 */
export const derivedIds =
  (prefix: 'cs' | 're', secret: () => Promise<string>) =>
  async (key: string): Promise<string> => {
    const tag = createHmac('sha256', await secret())
      .update(`${prefix} ${key}`)
      .digest();
    return `${prefix}_${tag.subarray(0, ID_BYTES).toString('base64url')}`;
  };
