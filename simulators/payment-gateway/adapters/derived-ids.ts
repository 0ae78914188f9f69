import { createHmac } from 'node:crypto';

/** 192 bits of the tag: too many to guess. */
const ID_BYTES = 24;

/**
 * Derives ids from idempotency keys, so that a repeated request finds what the first one created. HMAC (RFC 2104) with
 * the gateway's secret keeps ids secret from anyone who knows a key: an id is also the link to a payment page.
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
