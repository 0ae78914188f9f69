import * as z from 'zod/mini';
import { json, text } from '../../../shared/config/env.ts';
import { PublicKey } from '../../../shared/http/issuers.ts';

/** The public key, as a variable of the environment. The private key is refused. */
export const publicKey = json(PublicKey);
/** The key pair, as a variable of the environment. */
export const signingKey = json(z.strictObject({ publicKey: PublicKey, privateKey: text }));
