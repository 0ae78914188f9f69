import * as z from 'zod/mini';
import { json, text } from '../../../shared/config/env.ts';
import { PublicKey } from '../../../shared/http/issuers.ts';

/** The public key in an environment variable. A private key is refused. */
export const publicKey = json(PublicKey);
/** The key pair in an environment variable. */
export const signingKey = json(z.strictObject({ publicKey: PublicKey, privateKey: text }));
