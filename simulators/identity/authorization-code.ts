import type { Subject } from './token.ts';

/**
 * For how many seconds after the sign-in a code can be exchanged. RFC 6749 (section 4.1.2) recommends at most 10
 * minutes.
 */
export const CODE_SECONDS = 60;

/**
 * An authorization code with the data that it gives access to: who signed in, and for which request (RFC 6749, section
 * 4.1.2).
 */
export interface IssuedCode {
  /** A random text of 256 bits. */
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** The S256 challenge (RFC 7636, section 4.2). */
  readonly challenge: string;
  readonly nonce?: string | undefined;
  readonly subject: Subject;
  /** In seconds since 1970. The table deletes the code some time later. */
  readonly expiresAt: number;
}

/** Stores authorization codes. Each operation is one storage call. */
export interface CodeStore {
  insert(code: IssuedCode): Promise<void>;
  /** Removes a code and returns it. If several callers take the same code, only one of them gets it. */
  take(code: string): Promise<IssuedCode | undefined>;
}
