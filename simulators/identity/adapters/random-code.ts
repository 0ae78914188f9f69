import { randomBytes } from 'node:crypto';

/** Creates an authorization code that nobody can guess: 256 random bits (RFC 6749, section 10.10). */
export const randomCode = (): string => randomBytes(32).toString('base64url');
