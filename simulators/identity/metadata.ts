import type { PublicKey } from '../../shared/http/issuers.ts';

/**
 * The discovery document: the addresses and features that clients need to sign people in (OpenID Connect Discovery 1.0,
 * section 3).
 * @param issuer the address below which the simulator is reached.
 */
export const discoveryOf = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  end_session_endpoint: `${issuer}/end-session`,
  jwks_uri: `${issuer}/jwks.json`,
  scopes_supported: ['openid'],
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
  token_endpoint_auth_methods_supported: ['none'],
  code_challenge_methods_supported: ['S256'],
  claims_supported: ['iss', 'aud', 'sub', 'iat', 'exp', 'nonce', 'email', 'email_verified'],
  authorization_response_iss_parameter_supported: true,
});

/** A JSON Web Key Set (RFC 7517, section 5). */
export interface KeySet {
  readonly keys: readonly PublicKey[];
}

/** The key set with which clients verify this issuer's tokens. */
export const keySetOf = (publicKey: PublicKey): KeySet => ({ keys: [publicKey] });
