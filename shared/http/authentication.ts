import { type Authenticate, type Caller, hasRole, type Role, roles } from '../kernel/caller.ts';
import type { Route, Step } from './route.ts';
import { JwtVerifier } from 'aws-jwt-verify';
import { FetchError, KidNotFoundInJwksError } from 'aws-jwt-verify/error';
import { SimpleFetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache, type PenaltyBox } from 'aws-jwt-verify/jwk';
import * as z from 'zod/mini';
import { reachableApiUrl, readEnv, text } from '../config/env.ts';
import { AppError } from '../errors.ts';
import { CustomerId } from '../events/fields.ts';
import { limitedFetch } from '../outbound.ts';
import { EmailAddress, PhoneNumber } from './address-fields.ts';

const NOBODY: Caller = { id: '', roles: [] };

/**
 * Step: authenticates the caller, and refuses a caller without the route's role.
 * @param secretKey authenticates the caller of a route with `auth: 'secret-key'`.
 * @throws Error if such a route has no `secretKey`.
 */
export const authentication = ({ auth }: Pick<Route, 'auth'>, secretKey?: Authenticate): Step => {
  const authenticate = authenticatorOf(auth, secretKey);
  const role = auth === 'public' || auth === 'secret-key' ? undefined : auth;
  return {
    before: async ({ event, internal }) => {
      const caller = (await authenticate?.(event.headers?.['authorization'])) ?? NOBODY;
      if (role !== undefined && !hasRole(caller, role)) {
        throw new AppError('forbidden', 'auth.role-missing', `This needs the role ${role}`);
      }
      internal.caller = caller;
    },
  };
};

const authenticatorOf = (
  auth: Route['auth'],
  secretKey: Authenticate | undefined,
): Authenticate | undefined => {
  if (auth === 'public') return undefined;
  if (auth !== 'secret-key') return bearerTokens();
  if (secretKey === undefined) throw new Error('A route with a secret key needs the option authenticate');
  return secretKey;
};

const unauthenticated = (code: string, detail: string, cause?: unknown) =>
  new AppError('unauthenticated', code, detail, { cause });

/**
 * Time limit for fetching keys. It is long because an emulator serves them from a function that may have to start
 * first.
 */
const KEYS_TIMEOUT_MS = 8_000;

/**
 * Fetches the key set from an emulator on the loopback interface. The library's own fetcher refuses `http:` addresses,
 * and waits for only 3 seconds.
 */
const emulatorFetcher = {
  fetch: async (uri: string): Promise<ArrayBuffer> => {
    try {
      const answer = await limitedFetch(KEYS_TIMEOUT_MS)(uri);
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const keys = await answer.arrayBuffer();
      // Without this check, a response that is not JSON would look like an invalid token.
      JSON.parse(Buffer.from(keys).toString('utf8'));
      return keys;
    } catch (error) {
      throw new FetchError(uri, error);
    }
  },
};

/** For this long after a fetch, a key that the fetched set lacks is treated as unknown, without another fetch. */
const KEYS_ARE_RECENT_MS = 10_000;

/**
 * Prevents tokens with invented key ids from causing a fetch each. Replaces the library's own penalty box for two
 * reasons:
 * - While that one waits, the API would have to respond with 503.
 * - It uses timers, which stop while Lambda freezes a function.
 */
const recentlyFetchedKeys = (): PenaltyBox => {
  let missedAt = Number.NEGATIVE_INFINITY;
  return {
    wait: async () => {
      if (Date.now() - missedAt >= KEYS_ARE_RECENT_MS) return;
      throw new KidNotFoundInJwksError('The key is not among those that were just fetched');
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
 * Environment: `AUTH_ISSUER`, `AUTH_JWKS_URL` and, if the tokens have such a claim, `AUTH_AUDIENCE` (claim `aud`) or
 * `AUTH_CLIENT_ID` (claim `client_id` of a Cognito access token).
 * @throws AppError 401 for a missing or invalid token; 503 while the keys cannot be fetched.
 */
export const bearerTokens = (): Authenticate => {
  const env = readEnv({
    AUTH_ISSUER: text,
    AUTH_JWKS_URL: text,
    AUTH_AUDIENCE: z.optional(z.string()),
    AUTH_CLIENT_ID: z.optional(z.string()),
  });
  const jwksUri = reachableApiUrl(env.AUTH_JWKS_URL);
  const isEmulated = jwksUri !== env.AUTH_JWKS_URL || jwksUri.startsWith('http:');
  const fetcher = isEmulated ? emulatorFetcher : new SimpleFetcher();
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
    // The subject becomes the customer id in events, so it must fit their schema.
    const subject = CustomerId.safeParse(claims.sub);
    if (!subject.success) {
      throw unauthenticated(
        'auth.no-subject',
        'The token has no subject (claim "sub") of 1 to 128 characters',
      );
    }
    return {
      id: subject.data,
      roles: rolesOf(claims['roles'] ?? claims['cognito:groups']),
      ...provenAddresses(claims),
    };
  };
};

const rolesOf = (claim: unknown): readonly Role[] =>
  Array.isArray(claim) ? roles.filter((role) => claim.includes(role)) : [];

/**
 * The addresses that the issuer has verified (OpenID Connect Core 1.0, section 5.1). A malformed address is ignored. Some
 * issuers send `email_verified` and `phone_number_verified` as text.
 */
const provenAddresses = (claims: Readonly<Record<string, unknown>>): Pick<Caller, 'email' | 'phone'> => {
  const isTrue = (claim: unknown) => claim === true || claim === 'true';
  const email = EmailAddress.safeParse(claims['email']);
  const phone = PhoneNumber.safeParse(claims['phone_number']);
  return {
    ...(email.success && isTrue(claims['email_verified']) ? { email: email.data } : {}),
    ...(phone.success && isTrue(claims['phone_number_verified']) ? { phone: phone.data } : {}),
  };
};
