import * as z from 'zod/mini';
import { readEnv, text } from '../config/env.ts';
import { roles } from '../kernel/caller.ts';

const Issuer = z
  .strictObject({
    /** The claim `iss` of its tokens. */
    issuer: text,
    /** Where its public keys are, as a JSON Web Key Set. */
    jwksUrl: text,
    /** The claim `aud` of its tokens for Orderly. */
    audience: z.optional(text),
    /** The claim `client_id`. Access tokens of Cognito have no `aud`. */
    clientId: z.optional(text),
    /** The roles that its tokens can give. A token gives no other role, whatever its claims say. */
    roles: z.array(z.enum(roles)).check(z.minLength(1)),
    /** The claim with a user's roles, as a list of texts; default `roles`. */
    rolesClaim: z.optional(text),
  })
  .check(
    z.refine(({ audience, clientId }) => audience !== undefined || clientId !== undefined, {
      error: 'needs "audience" or "clientId". Otherwise tokens for any other application would be accepted',
    }),
  );

/** An issuer of tokens that the API accepts. */
export type Issuer = z.output<typeof Issuer>;

const Json = z.transform((value: string, context) => {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    context.issues.push({ code: 'custom', message: 'must be JSON', input: value });
    return z.NEVER;
  }
});

const Issuers = z.pipe(z.pipe(text, Json), z.array(Issuer).check(z.minLength(1)));

/**
 * Reads the issuers from `AUTH_ISSUERS`, a JSON list.
 * @throws Error that says what is wrong with it.
 */
export const readIssuers = (): readonly Issuer[] => readEnv({ AUTH_ISSUERS: Issuers }).AUTH_ISSUERS;
