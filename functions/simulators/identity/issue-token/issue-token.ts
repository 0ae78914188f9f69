import type { Clock } from '../../../../shared/kernel/clock.ts';
import type { NewId } from '../../../../shared/kernel/ids.ts';
import { AUDIENCE, ISSUER, TOKEN_SECONDS, type Claims, type TokenRole } from '../domain/claims.ts';
import type { SigningKey } from '../domain/signing-key.ts';

export interface Dependencies {
  readonly signingKey: () => Promise<SigningKey>;
  /** Signs claims into a compact JWS (RFC 7515). */
  readonly sign: (claims: Claims, key: SigningKey) => Promise<string>;
  readonly now: Clock;
  readonly newId: NewId;
}

/** The answer of a token endpoint (RFC 6749, section 5.1). `expires_in` is in seconds. */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

/** Issues a token for anybody who asks, with any role: that is what this simulator is for, on local stages alone. */
export const issueToken =
  ({ signingKey, sign, now, newId }: Dependencies) =>
  async (sub: string, roles: readonly TokenRole[]): Promise<TokenResponse> => {
    const iat = Math.floor(Date.parse(now()) / 1000);
    const claims: Claims = {
      iss: ISSUER,
      aud: AUDIENCE,
      sub,
      roles,
      iat,
      exp: iat + TOKEN_SECONDS,
      jti: newId(),
    };
    const access_token = await sign(claims, await signingKey());
    return { access_token, token_type: 'Bearer', expires_in: TOKEN_SECONDS };
  };
