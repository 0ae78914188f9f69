import { FetchError, KidNotFoundInJwksError } from 'aws-jwt-verify/error';
import { SimpleFetcher } from 'aws-jwt-verify/https';
import { assertIsJwks, SimpleJwksCache, type Jwks, type PenaltyBox } from 'aws-jwt-verify/jwk';
import * as z from 'zod/mini';
import { json, readEnv, text } from '../config/env.ts';
import { roles } from '../kernel/caller.ts';
import { limitSignal } from '../outbound.ts';

/** A public key (RFC 7517) on an elliptic curve. A private key has more members, and is refused. */
export const PublicKey = z.strictObject({
  kty: text,
  crv: text,
  x: text,
  y: text,
  kid: text,
  alg: text,
  use: text,
});
export type PublicKey = z.output<typeof PublicKey>;

const Issuer = z
  .strictObject({
    /** The claim `iss` of the issuer's tokens. */
    issuer: text,
    /** The address of the issuer's public keys (a JSON Web Key Set). */
    jwksUrl: z.optional(text),
    /** The issuer's public keys, if they are known at deployment. */
    keys: z.optional(z.array(PublicKey).check(z.minLength(1))),
    /** The claim `aud` of the issuer's tokens for Orderly. */
    audience: z.optional(text),
    /** The claim `client_id` of the issuer's tokens. Access tokens of Cognito have no `aud`. */
    clientId: z.optional(text),
    /** The roles that the issuer may give. Its tokens give no other role, whatever their claims say. */
    roles: z.array(z.enum(roles)).check(z.minLength(1)),
    /** The name of the claim with a user's roles, a list of texts. Default: `roles`. */
    rolesClaim: z.optional(text),
  })
  .check(
    // If both were absent, the API would also accept tokens that the issuer gave for other applications.
    z.refine(({ audience, clientId }) => audience !== undefined || clientId !== undefined, {
      error: 'needs "audience" or "clientId"',
    }),
    z.refine(({ jwksUrl, keys }) => (jwksUrl === undefined) !== (keys === undefined), {
      error: 'needs either "jwksUrl" or "keys", and not both',
    }),
  );

/** An issuer of tokens that the API accepts. */
export type Issuer = z.output<typeof Issuer>;

const Issuers = json(z.array(Issuer).check(z.minLength(1)));

/**
 * Reads the issuers from `AUTH_ISSUERS`, a JSON list.
 * @throws Error that names each fault in the list.
 */
export const readIssuers = (): readonly Issuer[] => readEnv({ AUTH_ISSUERS: Issuers }).AUTH_ISSUERS;

/** Time limit for fetching keys, in milliseconds. The library tries twice, and each try may take 3 seconds. */
const KEYS_TIMEOUT_MS = 6_000;

/**
 * Fetches the key set of an issuer.
 * @throws Error if there is no response with status 200.
 */
export type FetchKeys = (url: string) => Promise<ArrayBuffer>;

const https = new SimpleFetcher();

/** Fetches a key set over HTTPS, and refuses any other address. */
const fetchOverHttps: FetchKeys = async (url) => https.fetch(url, { signal: limitSignal(KEYS_TIMEOUT_MS) });

/**
 * Fetches a key set.
 * @throws FetchError for any failure, also if the response is not a key set. The callers of this function treat any
 * other error as an invalid token.
 */
const fetchKeySet = async (url: string, fetchKeys: FetchKeys): Promise<ArrayBuffer> => {
  try {
    const response = await fetchKeys(url);
    // The library decodes a key set in the same way.
    const content = new TextDecoder('utf8', { fatal: true, ignoreBOM: true }).decode(response);
    assertIsJwks(JSON.parse(content) as Jwks);
    return response;
  } catch (error) {
    throw error instanceof FetchError ? error : new FetchError(url, error);
  }
};

/**
 * For this long after a fetched set lacked the key of a token, every key of this issuer that is not cached is treated
 * as unknown, without another fetch.
 */
const KEYS_ARE_RECENT_MS = 10_000;

/**
 * Prevents each token with an invented key id from causing a fetch of the key set. The library has a guard against
 * this, a penalty box, which delays such fetches. This function replaces the library's box for two reasons:
 * - While the library's box waits, the API would have to respond with 503.
 * - The library's box uses timers, which stop while Lambda freezes a function.
 */
const recentlyFetchedKeys = (): PenaltyBox => {
  /**
   * For each issuer, when a key was last missing from its key set. So an invented key id affects only the issuer that
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

/**
 * The address under which an issuer's keys are cached. The keys are also fetched from this address, unless they are
 * known at deployment.
 */
export const keysAddress = ({ issuer, jwksUrl }: Pick<Issuer, 'issuer' | 'jwksUrl'>): string =>
  jwksUrl ?? `keys of ${issuer}`;

/** The public keys of issuers, cached across invocations. Keys that are known at deployment are never fetched. */
export const issuerKeys = (
  issuers: readonly Issuer[],
  fetchKeys: FetchKeys = fetchOverHttps,
): SimpleJwksCache => {
  const known = new Map(
    issuers.flatMap((one) =>
      one.keys === undefined ? [] : [[keysAddress(one), JSON.stringify({ keys: one.keys })] as const],
    ),
  );
  const fetch = async (address: string): Promise<ArrayBuffer> => {
    const keySet = known.get(address);
    return keySet === undefined ? fetchKeySet(address, fetchKeys) : new TextEncoder().encode(keySet).buffer;
  };
  return new SimpleJwksCache({ fetcher: { fetch }, penaltyBox: recentlyFetchedKeys() });
};
