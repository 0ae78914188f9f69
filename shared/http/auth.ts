import { JwtVerifier } from 'aws-jwt-verify';
import { FetchError, KidNotFoundInJwksError } from 'aws-jwt-verify/error';
import { SimpleFetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache, type PenaltyBox } from 'aws-jwt-verify/jwk';
import * as z from 'zod/mini';
import { reachableApiUrl } from '../config/endpoint.ts';
import { readEnv, text } from '../config/env.ts';
import { AppError } from '../errors.ts';
import { CustomerId } from '../events/fields.ts';
import { roles, type Caller, type Role } from '../kernel/caller.ts';

/** Says who bears a token. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

const unauthenticated = (code: string, detail: string, cause?: unknown) =>
  new AppError('unauthenticated', code, detail, { cause });

/** An emulator's key set comes from a function that may have to start first, on a busy machine. */
const KEYS_TIMEOUT_MS = 8_000;

/** The verifier refuses `http:` key sets, rightly; an emulator's is on the loopback and has no other. */
const loopbackFetcher = {
  fetch: async (uri: string): Promise<ArrayBuffer> => {
    try {
      const answer = await fetch(uri, { signal: AbortSignal.timeout(KEYS_TIMEOUT_MS) });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const keys = await answer.arrayBuffer();
      // What is no JSON would otherwise look like a fault of the token.
      JSON.parse(Buffer.from(keys).toString('utf8'));
      return keys;
    } catch (error) {
      throw new FetchError(uri, error);
    }
  },
};

/** For so long after a fetch, keys that were not there are taken for unknown. */
const KEYS_ARE_RECENT_MS = 10_000;

/**
 * Keeps tokens with made-up key ids from having the keys fetched for each of them. The library's own box answers that it
 * cannot judge such a token for a while, by which anybody could have us answer 503. But the keys were fetched a moment ago,
 * so the token's is unknown. And it goes by the clock: timers stand still while Lambda freezes a function.
 */
const recentlyFetchedKeys = (): PenaltyBox => {
  let missedAt = Number.NEGATIVE_INFINITY;
  return {
    wait: async () => {
      if (Date.now() - missedAt >= KEYS_ARE_RECENT_MS) return;
      throw new KidNotFoundInJwksError('The key is not among those that were fetched a moment ago');
    },
    registerFailedAttempt: () => {
      missedAt = Date.now();
    },
    registerSuccessfulAttempt: () => {
      missedAt = Number.NEGATIVE_INFINITY;
    },
  };
};

/**
 * Verifies bearer tokens against the issuer's key set, which is cached across invocations.
 *
 * Environment: `AUTH_ISSUER`, `AUTH_JWKS_URL` and, where tokens have them, `AUTH_AUDIENCE` (claim `aud`) or
 * `AUTH_CLIENT_ID` (claim `client_id` of a Cognito access token).
 * @throws AppError 401 for a token that is missing or wrong; 503 while the keys cannot be fetched, never open.
 */
export const bearerAuthentication = (): Authenticate => {
  const env = readEnv({
    AUTH_ISSUER: text,
    AUTH_JWKS_URL: text,
    AUTH_AUDIENCE: z.optional(z.string()),
    AUTH_CLIENT_ID: z.optional(z.string()),
  });
  const jwksUri = reachableApiUrl(env.AUTH_JWKS_URL);
  const fetcher = jwksUri.startsWith('http:') ? loopbackFetcher : new SimpleFetcher();
  const verifier = JwtVerifier.create(
    { issuer: env.AUTH_ISSUER, audience: env.AUTH_AUDIENCE ?? null, jwksUri, graceSeconds: 5 },
    { jwksCache: new SimpleJwksCache({ fetcher, penaltyBox: recentlyFetchedKeys() }) },
  );

  return async (authorization) => {
    const token = /^Bearer ([A-Za-z0-9._-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      throw unauthenticated('auth.missing', 'Send a token: "Authorization: Bearer <JWT>"');
    }
    const claims = await verifier.verify(token).catch((error: unknown) => {
      if (error instanceof FetchError) {
        const detail = 'The keys of the issuer cannot be fetched; please try again shortly';
        throw new AppError('unavailable', 'auth.keys-unavailable', detail, { cause: error });
      }
      throw unauthenticated('auth.invalid-token', 'The token is not valid or has expired', error);
    });
    if (env.AUTH_CLIENT_ID !== undefined && claims['client_id'] !== env.AUTH_CLIENT_ID) {
      throw unauthenticated('auth.wrong-client', 'The token was issued for another application');
    }
    // It becomes the customer's id in events: one that they could not carry would leave orders behind that nobody serves.
    const subject = CustomerId.safeParse(claims.sub);
    if (!subject.success) {
      throw unauthenticated('auth.no-subject', 'The token names no subject of 1 to 128 characters');
    }
    return { id: subject.data, roles: rolesOf(claims['roles'] ?? claims['cognito:groups']) };
  };
};

const rolesOf = (claim: unknown): readonly Role[] =>
  Array.isArray(claim) ? roles.filter((role) => claim.includes(role)) : [];
