import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { simulate } from './simulate.ts';

/**
 * Simulates the world of a seed. Works in Node and in a browser.
 * @returns one SHA-256 hash in hexadecimal. It is computed from the trace, the digest, the number of steps and the
 *   violation.
 */
export const runSeed = async (seed: number): Promise<string> => {
  const { digest, steps, violation, trace } = await simulate(seed, { trace: true });
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([digest, steps, violation ?? null, trace]))));
};
