import { createHash } from 'node:crypto';
import type { CodeStore, IssuedCode } from './authorization-code.ts';
import { CLIENT_ID, type OAuthError } from './authorization-request.ts';
import { accessToken, idToken, type Issuing, type TokenResponse } from './token.ts';

export interface Dependencies extends Issuing {
  readonly codes: Pick<CodeStore, 'take'>;
}

/** The response to the exchange of a code (OpenID Connect Core 1.0, section 3.1.3.3). */
export interface SignedIn extends TokenResponse {
  readonly id_token: string;
  readonly scope: 'openid';
}

/** The result of an exchange. An error is written for the client's developer. */
export type Exchange = { readonly tokens: SignedIn } | { readonly error: OAuthError };

const refused = (error: string, description: string): Exchange => ({ error: { error, description } });

/**
 * Exchanges an authorization code for tokens (RFC 6749, section 4.1.3, with RFC 7636, section 4.6). The first
 * well-formed request uses the code up, even if it gets no tokens, so that nobody can try several verifiers.
 */
export const exchangeCode =
  (dependencies: Dependencies) =>
  async (given: URLSearchParams): Promise<Exchange> => {
    const repeated = [...given.keys()].find((name) => given.getAll(name).length > 1);
    if (repeated !== undefined) return refused('invalid_request', `${repeated} is repeated.`);
    const grant = given.get('grant_type');
    if (grant === null) return refused('invalid_request', 'grant_type is missing.');
    if (grant !== 'authorization_code') {
      return refused('unsupported_grant_type', 'Use the grant_type authorization_code.');
    }
    const missing = ['code', 'redirect_uri', 'client_id', 'code_verifier'].find((name) => !given.get(name));
    if (missing !== undefined) return refused('invalid_request', `${missing} is missing.`);
    if (!CLIENT_ID.test(given.get('client_id') ?? '')) return refused('invalid_client', 'Unknown client_id.');

    const issued = await dependencies.codes.take(given.get('code') ?? '');
    if (issued === undefined) {
      return refused('invalid_grant', 'The code is unknown, was used before, or has expired.');
    }
    const mistake = mistakeIn(issued, given, dependencies.now());
    if (mistake !== undefined) return refused('invalid_grant', mistake);
    return {
      tokens: {
        ...(await accessToken(dependencies, issued.subject)),
        id_token: await idToken(dependencies, issued.subject, issued),
        scope: 'openid',
      },
    };
  };

/** Returns why a code cannot be used for this request. Undefined if it can. */
const mistakeIn = (issued: IssuedCode, given: URLSearchParams, now: string): string | undefined => {
  // The table deletes expired codes, but not at once.
  if (issued.expiresAt * 1000 <= Date.parse(now)) return 'The code has expired.';
  if (issued.clientId !== given.get('client_id')) return 'The code was issued to another client.';
  if (issued.redirectUri !== given.get('redirect_uri')) return 'The redirect_uri differs from the first one.';
  if (issued.challenge !== challengeOf(given.get('code_verifier') ?? '')) {
    return 'The code_verifier does not fit the code_challenge.';
  }
  return undefined;
};

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
