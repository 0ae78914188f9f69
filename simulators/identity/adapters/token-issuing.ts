import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { systemIds } from '../../../shared/kernel/ids.ts';
import type { Issuing } from '../token.ts';
import { signingKey } from './configured-key.ts';
import { signClaims } from './crypto-signature.ts';

/** Reads from the environment what all functions that issue tokens need. */
export const tokenIssuing = (): Issuing => {
  const env = readEnv({ ISSUER: text, SIGNING_KEY: signingKey });
  return {
    issuer: env.ISSUER,
    signingKey: env.SIGNING_KEY,
    sign: signClaims,
    now: systemClock,
    newId: systemIds,
  };
};
