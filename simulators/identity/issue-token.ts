import type { TokenRole } from './api.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { NewId } from '../../shared/kernel/ids.ts';
import { AUDIENCE, ISSUER, TOKEN_SECONDS, type Claims, type SigningKey } from './token.ts';

export interface Dependencies {
  readonly signingKey: () => Promise<SigningKey>;
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

/** The addresses that a token proves. */
export interface ProvenAddresses {
  readonly email?: string;
  readonly phone?: string;
}

/** Issues a token to anyone, with any role. Only the local stage has this simulator. */
export const issueToken =
  ({ signingKey, sign, now, newId }: Dependencies) =>
  async (
    sub: string,
    roles: readonly TokenRole[],
    { email, phone }: ProvenAddresses = {},
  ): Promise<TokenResponse> => {
    const iat = Math.floor(Date.parse(now()) / 1000);
    const claims: Claims = {
      iss: ISSUER,
      aud: AUDIENCE,
      sub,
      roles,
      ...(email === undefined ? {} : { email, email_verified: true }),
      ...(phone === undefined ? {} : { phone_number: phone, phone_number_verified: true }),
      iat,
      exp: iat + TOKEN_SECONDS,
      jti: newId(),
    };
    const access_token = await sign(claims, await signingKey());
    return { access_token, token_type: 'Bearer', expires_in: TOKEN_SECONDS };
  };
