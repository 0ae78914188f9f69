import { createHash } from 'node:crypto';
import {
  isSignatureError,
  verifySignature,
  webcrypto,
  type SignatureErrorCode,
  type UntrustedSignatureCandidate,
} from 'http-message-sig';
import { parseDictionary } from 'structured-headers';
import { isPublicKey } from './public-keys.ts';

/** A request as its caller signed it. */
export interface SignedRequest {
  readonly method: string;
  /** The whole address, under the public name of the API. */
  readonly url: string;
  /** Headers by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes of the body, exactly as they were sent. Empty if there is none. */
  readonly body: Uint8Array;
}

/** Why a signature is refused. `code` is part of the API, and `detail` is for people. */
export interface SignatureRefusal {
  readonly code: `signature.${string}`;
  readonly detail: string;
}

/** A signature is accepted for this many seconds before and after the time in its parameter `created`. */
export const WINDOW_SECONDS = 300;

/** The components that a signature covers, and its parameters, before or after the signature was verified. */
export type SignatureClaims = Pick<UntrustedSignatureCandidate, 'components' | 'parameters'>;
/** The parameters of a signature (RFC 9421, section 2.3). */
export type SignatureParameters = SignatureClaims['parameters'];

/** Ends the verification of a signature with a refusal. `refusalOf` returns this refusal. */
export class RefusedSignature extends Error {
  readonly refusal: SignatureRefusal;

  constructor(code: SignatureRefusal['code'], detail: string) {
    super(detail);
    this.refusal = { code, detail };
  }
}

/**
 * The refusals for errors of the library. `refusalOf` handles the errors MissingField and ResolverFailed. Any other
 * error is about the form of a signature, and becomes `malformed`.
 */
const refusals: Readonly<Partial<Record<SignatureErrorCode, SignatureRefusal>>> = {
  // This error means a wrong algorithm, because the policy of `verifyEd25519` has no other rule.
  PolicyViolation: { code: 'signature.unsupported-algorithm', detail: 'Sign with ed25519' },
  VerificationFailed: {
    code: 'signature.invalid',
    detail: 'The signature does not fit the request. Compare your signature base (RFC 9421, section 2.5)',
  },
};

/** The refusal of a signature whose form is wrong. */
export const malformed: SignatureRefusal = {
  code: 'signature.malformed',
  detail: 'Send one signature in the headers Signature-Input and Signature (RFC 9421, section 4)',
};

/**
 * Returns the refusal that an error of this module stands for.
 * @throws the error itself, if it does not stand for a refusal.
 */
export const refusalOf = (error: unknown): SignatureRefusal => {
  if (error instanceof RefusedSignature) return error.refusal;
  if (!isSignatureError(error)) throw error;
  // The library wraps the errors of `resolveVerifier`.
  if (error.code === 'ResolverFailed') return refusalOf(error.cause);
  return error.code === 'MissingField' ? withoutField(error.message) : (refusals[error.code] ?? malformed);
};

/** The refusal of a signature over a header that the request lacks. The library names the header in its message. */
const withoutField = (message: string): SignatureRefusal => {
  const name = /\bfield ([a-z0-9-]{1,64})\b/i.exec(message)?.[1] ?? 'a header';
  const detail = `The signature covers ${name}, which the request does not have, or not in this form`;
  return { code: 'signature.missing-component', detail };
};

/**
 * The characters that a header may contain. A header with other characters is not passed to the library. With such a
 * header, the library would refuse the whole request, even if the signature does not cover the header.
 */
const FIELD_VALUE = /^[\t\x20-\x7e]*$/;

/**
 * Makes the library check only the algorithm. `clockSkew` switches off its checks of times, because they fail with the
 * same error code as its check of the algorithm. `checkTimes` checks the times instead.
 */
const policy = {
  algorithms: ['ed25519'],
  requiredComponents: [],
  requiredParameters: [],
  clockSkew: Number.MAX_SAFE_INTEGER,
};

/**
 * Verifies that the holder of a private key signed a request (HTTP Message Signatures, RFC 9421), at about the current
 * time. Only ed25519 is accepted. With an algorithm that uses a shared secret, the server could sign as the partner.
 * @param now the current time, in seconds since 1970
 * @param keyOf returns the public key of a signature (base64url), or throws
 * @returns the signature's parameters. The signature covers them, so they are verified, too.
 * @throws any error of `keyOf`, and errors that `refusalOf` understands
 */
export const verifyEd25519 = async (
  { method, url, headers }: Omit<SignedRequest, 'body'>,
  now: number,
  keyOf: (claims: SignatureClaims) => Promise<string>,
): Promise<SignatureParameters> => {
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    value !== undefined && FIELD_VALUE.test(value) ? [{ name, value }] : [],
  );
  const { parameters } = await verifySignature(
    { kind: 'request', method, targetUri: url, fields },
    {
      policy: { ...policy, now },
      resolveVerifier: async (candidate) => {
        checkTimes(candidate.parameters, now);
        const bytes = Buffer.from(await keyOf(candidate), 'base64url');
        // Keys are also checked when they are registered. Some keys were registered before that check existed.
        if (!isPublicKey(bytes)) {
          const detail = 'The public key of this keyid proves nothing. Register another one';
          throw new RefusedSignature('signature.unknown-key', detail);
        }
        return webcrypto.verifier(await crypto.subtle.importKey('raw', bytes, 'Ed25519', false, ['verify']));
      },
    },
  );
  return parameters;
};

const checkTimes = ({ created, expires }: SignatureParameters, now: number): void => {
  if (created === undefined) {
    throw new RefusedSignature('signature.missing-parameter', 'The signature needs the parameter created');
  }
  if (Math.abs(now - created) <= WINDOW_SECONDS && (expires === undefined || expires >= now)) return;
  const detail = `created must be within ${WINDOW_SECONDS} seconds of ${now}, and expires not before ${now}`;
  throw new RefusedSignature('signature.outside-window', detail);
};

/** Hash algorithms of RFC 9530, and their names in Node. The RFC deprecates the other algorithms that it registers. */
const hashes = { 'sha-256': 'sha256', 'sha-512': 'sha512' } as const;

/**
 * Compares the body with its digests (`Content-Digest`, RFC 9530). A body needs at least one digest that this code can
 * compute.
 * @throws RefusedSignature
 */
export const checkDigest = ({ headers, body }: Pick<SignedRequest, 'headers' | 'body'>): void => {
  const header = headers['content-digest'];
  if (header === undefined && body.length === 0) return;
  const digests = digestsIn(header ?? '');
  const known = Object.entries(hashes).filter(([name]) => digests.has(name));
  if (known.length === 0) {
    throw new RefusedSignature('signature.digest-mismatch', 'Content-Digest needs sha-256 or sha-512');
  }
  for (const [name, hash] of known) {
    const sent = digests.get(name)?.[0];
    const isSame =
      sent instanceof ArrayBuffer && createHash(hash).update(body).digest().equals(Buffer.from(sent));
    if (!isSame) {
      throw new RefusedSignature('signature.digest-mismatch', `The body has another ${name} digest`);
    }
  }
};

const digestsIn = (header: string): ReturnType<typeof parseDictionary> => {
  try {
    return parseDictionary(header);
  } catch {
    throw new RefusedSignature(
      'signature.malformed',
      'Content-Digest is no dictionary (RFC 9530, section 2)',
    );
  }
};
