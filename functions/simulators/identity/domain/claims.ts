/** What a token may say its bearer is. */
export const tokenRoles = ['customer', 'staff', 'admin'] as const;
export type TokenRole = (typeof tokenRoles)[number];

/** The issuer's name: a constant, apart from where the keys are fetched, which differs with every deployment. */
export const ISSUER = 'https://identity.orderly.test';
/** Whom the tokens are for. */
export const AUDIENCE = 'orderly';
/** How long a token is good for: a working day, so that nobody who tries things out has to come back for another. */
export const TOKEN_SECONDS = 8 * 60 * 60;

/** A token's claims (RFC 7519); times in seconds since 1970. */
export interface Claims {
  readonly iss: typeof ISSUER;
  readonly aud: typeof AUDIENCE;
  readonly sub: string;
  readonly roles: readonly TokenRole[];
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
}
