import { createHash, createPrivateKey, randomUUID, sign } from 'node:crypto';
import { createSignature } from 'http-message-sig';
import { Problem } from '../console/problem.ts';

/** A request before it is signed. */
export type UnsignedRequest = {
  method: string;
  /** The whole address, under the public name of the API. */
  url: string;
  /** JSON. */
  body?: string | undefined;
  idempotencyKey?: string | undefined;
};

/** Who signs, and when. */
export type SigningIdentity = {
  /** The private key as PEM (PKCS #8), as `openssl genpkey -algorithm ed25519` writes it. */
  pem: string;
  /** The `signatureKeyId` that the API returned for the public key. */
  keyid: string;
  /** Milliseconds since 1970; default now. */
  now?: number;
  /** Default: a random UUID. */
  nonce?: string;
};

/** A signed request, ready to be sent. */
export type SignedRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
};

/** The query in the form that a signature covers: sorted and percent-encoded. */
const canonicalUrl = (address: string): string => {
  const { origin, pathname, searchParams } = new URL(address);
  const pairs = [...searchParams].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return `${origin}${pathname}${pairs.length === 0 ? '' : `?${pairs.toSorted().join('&')}`}`;
};

const privateKeyIn = (pem: string) => {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The message below says what is needed.
  }
  throw new Problem(
    'The key is no Ed25519 private key in PEM. Create one: openssl genpkey -algorithm ed25519 -out till.pem',
  );
};

/**
 * Signs a request as a partner does (RFC 9421), with the digest of its body (RFC 9530).
 * @throws Problem if the key is no Ed25519 private key
 */
export const signRequest = async (
  { method, url: address, body, idempotencyKey }: UnsignedRequest,
  { pem, keyid, now = Date.now(), nonce = randomUUID() }: SigningIdentity,
): Promise<SignedRequest> => {
  const key = privateKeyIn(pem);
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

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The curl command that sends a request. */
export const curlOf = ({ method, url, headers, body }: SignedRequest): string =>
  [
    `curl -i -X ${method} ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-binary ${quoted(body)}`]),
  ].join(' \\\n  ');
