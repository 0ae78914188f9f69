import { FetchError, KidNotFoundInJwksError } from 'aws-jwt-verify/error';
import { SimpleFetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache, type PenaltyBox } from 'aws-jwt-verify/jwk';
import * as z from 'zod/mini';
import { reachableApiUrl, readEnv, text } from '../config/env.ts';
import { roles } from '../kernel/caller.ts';
import { limitedFetch } from '../outbound.ts';

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

/**
 * Time limit for fetching keys. It is long because an emulator serves them from a function that may have to start
 * first.
 */
const KEYS_TIMEOUT_MS = 8_000;

/**
 * Fetches the key set from an emulator on the loopback interface. The library's own fetcher refuses `http:` addresses,
 * and waits for only 3 seconds.
 */
const fetchFromEmulator = async (uri: string): Promise<ArrayBuffer> => {
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
};

/** For this long after a fetch, a key that the fetched set lacks is treated as unknown, without another fetch. */
const KEYS_ARE_RECENT_MS = 10_000;

/**
 * Prevents tokens with invented key ids from causing a fetch each. Replaces the library's own penalty box for two
 * reasons:
 * - While the library's box waits, the API would have to respond with 503.
 * - The library's box uses timers, which stop while Lambda freezes a function.
 */
const recentlyFetchedKeys = (): PenaltyBox => {
  /**
   * When a key was last missing, by the address of an issuer's keys. So an invented key id affects only the issuer that
   * its token names.
   */
  const missedAt = new Map<string, number>();
  return {
    wait: async (uri) => {
      if (Date.now() - (missedAt.get(uri) ?? Number.NEGATIVE_INFINITY) >= KEYS_ARE_RECENT_MS) return;
      throw new KidNotFoundInJwksError('The key is not among those that were just fetched');
    },
    registerFailedAttempt: (uri) => void missedAt.set(uri, Date.now()),
    registerSuccessfulAttempt: (uri) => void missedAt.delete(uri),
  };
};

/** Where a function fetches an issuer's keys: `jwksUrl`, or the emulator's own address for it. */
export const keysAddress = ({ jwksUrl }: { readonly jwksUrl: string }): string => reachableApiUrl(jwksUrl);

/** The public keys of issuers, cached across invocations. @param issuers the issuers whose keys may be fetched */
export const issuerKeys = (issuers: readonly { readonly jwksUrl: string }[]): SimpleJwksCache => {
  const isEmulated = (jwksUrl: string) => jwksUrl.startsWith('http:') || reachableApiUrl(jwksUrl) !== jwksUrl;
  const emulated = new Set(issuers.filter(({ jwksUrl }) => isEmulated(jwksUrl)).map(keysAddress));
  const secure = new SimpleFetcher();
  const fetch = (uri: string) => (emulated.has(uri) ? fetchFromEmulator(uri) : secure.fetch(uri));
  return new SimpleJwksCache({ fetcher: { fetch }, penaltyBox: recentlyFetchedKeys() });
};
