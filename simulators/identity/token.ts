import type { TokenRole } from './api.ts';

/**
 * The issuer's name in every token. It is not a real URL: the keys have another URL, which differs between deployments.
 */
export const ISSUER = 'https://identity.orderly.test';
export const AUDIENCE = 'orderly';
/** How long a token is valid: a working day, so that a developer rarely needs a second token. */
export const TOKEN_SECONDS = 8 * 60 * 60;

/** A token's claims (RFC 7519; OpenID Connect Core 1.0, section 5.1). Times are in seconds since 1970. */
export interface Claims {
  readonly iss: typeof ISSUER;
  readonly aud: typeof AUDIENCE;
  readonly sub: string;
  readonly roles: readonly TokenRole[];
  readonly email?: string;
  readonly email_verified?: true;
  readonly phone_number?: string;
  readonly phone_number_verified?: true;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
}

/** A JSON Web Key (RFC 7517) on the elliptic curve P-256. */
export interface PublicKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: string;
  readonly use: string;
}

/** The issuer's key pair. No response and no log line contains `privateKey`. */
export interface SigningKey {
  readonly publicKey: PublicKey;
  /** The private scalar of the key (RFC 7518, section 6.2.2.1). */
  readonly privateKey: string;
}

/** Stores the key pair. There is only one. Each operation is one storage call. */
export interface SigningKeyStore {
  load(): Promise<SigningKey | undefined>;
  /** Stores the key pair. @returns false if one is stored already. */
  insert(key: SigningKey): Promise<boolean>;
}

/**
 * Returns the key pair that all functions share. If several functions create one at once, all use the one stored first.
 */
export const agreedKey =
  (store: SigningKeyStore, newKey: () => Promise<SigningKey>) => async (): Promise<SigningKey> => {
    const known = await store.load();
    if (known !== undefined) return known;
    const fresh = await newKey();
    if (await store.insert(fresh)) return fresh;
    const winner = await store.load();
    if (winner === undefined) throw new Error('The signing key vanished after it was made');
    return winner;
  };
