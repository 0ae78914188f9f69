import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * Creates a unique id (UUIDv7, RFC 9562). The function is passed in, so that the simulation can derive ids from its
 * seed.
 */
export type NewId = () => string;

/** Formats 16 bytes as a UUID of the given version (RFC 9562, section 4). */
export const formatUuid = (bytes: Uint8Array, version: number): string => {
  const stamped = Uint8Array.from(bytes.subarray(0, 16));
  stamped[6] = ((stamped[6] ?? 0) & 0x0f) | (version << 4);
  stamped[8] = ((stamped[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(stamped);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/**
 * Builds a version-7 UUID (RFC 9562, section 5.7) from a time in milliseconds and 10 random bytes. Such ids sort by
 * time.
 */
export const uuidV7 = (milliseconds: number, random: Uint8Array): string => {
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(milliseconds / 2 ** (8 * (5 - i))) % 256;
  bytes.set(random.subarray(0, 10), 6);
  return formatUuid(bytes, 7);
};

/**
 * Creates UUIDv7s from this machine's clock and randomness. Only the modules in `lambdas/` and `shared/http/` use it.
 */
export const systemIds: NewId = () =>
  uuidV7(Date.now(), globalThis.crypto.getRandomValues(new Uint8Array(10)));

// Hashes without node:crypto, so that this module also works in a browser (test/browser).
const digest = (parts: readonly unknown[]): Uint8Array => sha256(utf8ToBytes(JSON.stringify(parts)));

/** Encodes bytes as base64url without padding (RFC 4648, section 5). */
export const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/**
 * Derives the id of the object that a request with an idempotency key creates. Repeating the request gives the same id.
 * @param scope what the key is for and whose key it is, e.g. `['order', 'alice']`.
 * @returns a version-8 UUID (RFC 9562, section 5.8) of a SHA-256 hash.
 */
export const idFromKey = (scope: readonly string[], key: string): string =>
  formatUuid(digest([...scope, key]), 8);

/** The SHA-256 hash of a text, as 64 hexadecimal digits. */
export const hashOf = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/**
 * Returns the first 128 bits of the hash of a request's body. If two requests with the same idempotency key have
 * different fingerprints, the second request reuses the key with another body.
 */
export const fingerprintOf = (body: unknown): string => base64Url(digest([body]).subarray(0, 16));

const PSEUDONYM = 'erased-';

/** Builds a customer's pseudonym from a new, random id. The customer's id cannot be derived from it. */
export const pseudonymOf = (newId: string): string => `${PSEUDONYM}${newId}`;

/** True for the pseudonym of a customer whose data was erased. */
export const isPseudonym = (customerId: string): boolean => customerId.startsWith(PSEUDONYM);
