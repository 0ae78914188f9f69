import { createHash } from 'node:crypto';
import { formatUuid } from '../kernel/ids.ts';

const digest = (parts: readonly unknown[]): Uint8Array =>
  createHash('sha256').update(JSON.stringify(parts)).digest();

/**
 * The id of what a request with an idempotency key creates: a repetition of the request finds the same id.
 * @param scope whose key it is and what for, e.g. `['order', 'alice']`: keys of others mean something else.
 * @returns a version-8 UUID (RFC 9562, section 5.8) of a SHA-256 hash.
 */
export const idFromKey = (scope: readonly string[], key: string): string =>
  formatUuid(digest([...scope, key]), 8);

/** What identifies a request's body, so that the same key with another body is noticed. */
export const fingerprintOf = (body: unknown): string => Buffer.from(digest([body])).toString('base64url');
