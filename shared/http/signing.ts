import { createHash, randomUUID, sign, type KeyObject } from 'node:crypto';
import { createSignature } from 'http-message-sig';

/** A request before it is signed. */
export interface UnsignedRequest {
  readonly method: string;
  /** The whole address, under the public name of the API. */
  readonly url: string;
  /** The body, as JSON. */
  readonly body?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** The data with which a request is signed. */
export interface Signer {
  /** An Ed25519 private key. */
  readonly key: KeyObject;
  /** The `signatureKeyId` that the API returned for the public key. */
  readonly keyid: string;
  /** The time of the signature, in milliseconds since 1970. By default, the current time. */
  readonly now?: number;
  /** The nonce of the signature. By default, a random UUID. */
  readonly nonce?: string;
}

/** A signed request, ready to be sent. */
export interface RequestWithSignature {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The address, with its query in the form that a signature covers: sorted and percent-encoded. */
const canonicalUrl = (address: string): string => {
  const { origin, pathname, searchParams } = new URL(address);
  const pairs = [...searchParams].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return `${origin}${pathname}${pairs.length === 0 ? '' : `?${pairs.toSorted().join('&')}`}`;
};

/**
 * Signs a request as a partner does (HTTP Message Signatures, RFC 9421), with the digest of its body (RFC 9530). The
 * signature covers everything that `signed-requests.ts` requires.
 */
export const signRequest = async (
  { method, url: address, body, idempotencyKey }: UnsignedRequest,
  { key, keyid, now = Date.now(), nonce = randomUUID() }: Signer,
): Promise<RequestWithSignature> => {
  const url = canonicalUrl(address);
  const headers: Record<string, string> = {
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-digest': `sha-256=:${createHash('sha256').update(body).digest('base64')}:`,
    }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  };
  const { signature, signatureInput } = await createSignature(
    {
      kind: 'request',
      method,
      targetUri: url,
      fields: Object.entries(headers).map(([name, value]) => ({ name, value })),
    },
    {
      components: [
        '@method',
        '@authority',
        '@path',
        ...(url.includes('?') ? ['@query'] : []),
        ...Object.keys(headers),
      ],
      parameters: { created: Math.floor(now / 1000), keyid, nonce, alg: 'ed25519' },
      signer: { algorithm: 'ed25519', sign: (base) => new Uint8Array(sign(null, base, key)) },
    },
  );
  return {
    method,
    url,
    headers: { ...headers, 'signature-input': signatureInput, signature },
    ...(body !== undefined && { body }),
  };
};
