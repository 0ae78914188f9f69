import { createHmac, randomInt } from 'node:crypto';
import type { CodeSecrets } from '../domain/verification-code.ts';

/**
 * Creates codes with the system's random source, and hashes them with HMAC-SHA-256 (RFC 2104).
 * @param secret reads the HMAC key. A person who can read the table but lacks the key cannot find codes or addresses by
 *   hashing all possible values.
 */
export const hmacCodeSecrets = (secret: () => Promise<string>): CodeSecrets => ({
  newCode: () => String(randomInt(1_000_000)).padStart(6, '0'),
  hash: async (parts) =>
    createHmac('sha256', await secret())
      .update(JSON.stringify(['verification', ...parts]))
      .digest('base64url'),
});
