import type { PublicKey } from '../../shared/http/issuers.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { NewId } from '../../shared/kernel/ids.ts';
import type { TokenRole } from './api.ts';

export const AUDIENCE = 'orderly';
/** How long a token is valid: a working day, so that a developer rarely needs a second token. */
export const TOKEN_SECONDS = 8 * 60 * 60;

/** The claims that every token has (RFC 7519). Times are in seconds since 1970. */
interface CommonClaims {
  /** The issuer: the address below which the discovery document is found. */
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
}

/** The addresses that belong to the person, as a token states them (OpenID Connect Core 1.0, section 5.1). */
interface AddressClaims {
  readonly email?: string;
  readonly email_verified?: true;
  readonly phone_number?: string;
  readonly phone_number_verified?: true;
}

/** The claims of an access token. */
export interface AccessClaims extends CommonClaims, AddressClaims {
  readonly roles: readonly TokenRole[];
  readonly jti: string;
}

/** The claims of an ID token (OpenID Connect Core 1.0, section 2). Its audience is the client. */
export interface IdClaims extends CommonClaims, AddressClaims {
  readonly nonce?: string;
}

export type Claims = AccessClaims | IdClaims;

/** The issuer's key pair. No response and no log line contains `privateKey`. */
export interface SigningKey {
  readonly publicKey: PublicKey;
  /** The private scalar of the key (RFC 7518, section 6.2.2.1). */
  readonly privateKey: string;
}

/** The person whom a token is for. */
export interface Subject {
  readonly sub: string;
  readonly roles: readonly TokenRole[];
  /** The verified addresses of the person. */
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

/** The functions and settings that issuing tokens needs. */
export interface Issuing {
  readonly issuer: string;
  readonly signingKey: SigningKey;
  /** Signs claims as a compact JWS (RFC 7515). */
  readonly sign: (claims: Claims, key: SigningKey) => Promise<string>;
  readonly now: Clock;
  readonly newId: NewId;
}

/** The response of a token endpoint (RFC 6749, section 5.1). `expires_in` is in seconds. */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

const commonClaims = ({ issuer, now }: Issuing, aud: string, sub: string): CommonClaims => {
  const iat = Math.floor(Date.parse(now()) / 1000);
  return { iss: issuer, aud, sub, iat, exp: iat + TOKEN_SECONDS };
};

const addressClaims = ({ email, phone }: Subject): AddressClaims => ({
  ...(email === undefined ? {} : { email, email_verified: true }),
  ...(phone === undefined ? {} : { phone_number: phone, phone_number_verified: true }),
});

/** Issues an access token for the API. */
export const accessToken = async (issuing: Issuing, subject: Subject): Promise<TokenResponse> => {
  const claims: AccessClaims = {
    ...commonClaims(issuing, AUDIENCE, subject.sub),
    roles: subject.roles,
    ...addressClaims(subject),
    jti: issuing.newId(),
  };
  const access_token = await issuing.sign(claims, issuing.signingKey);
  return { access_token, token_type: 'Bearer', expires_in: TOKEN_SECONDS };
};

/** Issues an ID token, which tells a client who has signed in. */
export const idToken = async (
  issuing: Issuing,
  subject: Subject,
  { clientId, nonce }: { readonly clientId: string; readonly nonce?: string | undefined },
): Promise<string> => {
  const claims: IdClaims = {
    ...commonClaims(issuing, clientId, subject.sub),
    ...addressClaims(subject),
    ...(nonce === undefined ? {} : { nonce }),
  };
  return issuing.sign(claims, issuing.signingKey);
};
