import * as z from 'zod/mini';
import { json, text } from '../../../shared/config/env.ts';
import { PublicKey } from '../../../shared/http/issuers.ts';

/** Parses the public key in an environment variable. Refuses a private key. */
export const publicKey = json(PublicKey);
/** Parses the key pair in an environment variable. */
export const signingKey = json(z.strictObject({ publicKey: PublicKey, privateKey: text }));
