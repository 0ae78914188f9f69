/** A client id that the simulator accepts. There is no list of clients, so each client may choose its id. */
export const CLIENT_ID = /^[A-Za-z0-9._-]{1,64}$/;
/** A SHA-256 hash in base64url (RFC 7636, section 4.2). */
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
const MAX_URI_LENGTH = 2048;
const MAX_NONCE_LENGTH = 512;

/** The parameters of a request, by name. The value of a repeated parameter is its last one. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** A valid authorization request (OpenID Connect Core 1.0, section 3.1.2.1). */
export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly state?: string | undefined;
  readonly nonce?: string | undefined;
}

/** An error of OAuth (RFC 6749, sections 4.1.2.1 and 5.2). `description` is for the developer of the client. */
export interface OAuthError {
  readonly error: string;
  readonly description: string;
}

/**
 * `ask`: the page may ask who signs in. `redirect`: the browser returns to the client, with an error that tells the
 * client about its mistake. `show`: only the page shows the mistake, because a redirect could lead to an attacker (RFC
 * 6749, section 4.1.2.1).
 */
export type CheckedRequest =
  | { readonly outcome: 'ask'; readonly request: AuthorizationRequest }
  | { readonly outcome: 'redirect'; readonly request: Redirection; readonly error: OAuthError }
  | { readonly outcome: 'show'; readonly problem: string };

/** The address that the browser returns to, and the client's `state`. */
export type Redirection = Pick<AuthorizationRequest, 'redirectUri' | 'state'>;

const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', '[::1]', 'localhost'];

/**
 * True if a browser may be sent to this address: an `http` loopback address with any port (RFC 8252, sections 7.3 and
 * 8.3), without a user name, a password or a fragment (RFC 6749, section 3.1.2).
 */
export const isLoopbackUri = (uri: string): boolean => {
  const url = uri.length <= MAX_URI_LENGTH ? URL.parse(uri) : null;
  return (
    url !== null &&
    url.protocol === 'http:' &&
    LOOPBACK_HOSTS.includes(url.hostname) &&
    url.username === '' &&
    url.password === '' &&
    !uri.includes('#')
  );
};

/** Checks an authorization request. */
export const checkAuthorizationRequest = (given: Parameters): CheckedRequest => {
  const { client_id: clientId = '', redirect_uri: redirectUri = '', state, nonce } = given;
  if (!CLIENT_ID.test(clientId)) {
    return {
      outcome: 'show',
      problem: 'The parameter client_id must be 1 to 64 letters, digits, dots, dashes or underscores.',
    };
  }
  if (!isLoopbackUri(redirectUri)) {
    return {
      outcome: 'show',
      problem:
        'The parameter redirect_uri must be an address on this machine: http://localhost, http://127.0.0.1 or ' +
        'http://[::1], with any port and without a fragment.',
    };
  }
  const error = mistakeIn(given);
  if (error !== undefined) return { outcome: 'redirect', request: { redirectUri, state }, error };
  const challenge = given['code_challenge'] ?? '';
  return { outcome: 'ask', request: { clientId, redirectUri, challenge, state, nonce } };
};

const mistakeIn = (given: Parameters): OAuthError | undefined => {
  const invalid = (description: string): OAuthError => ({ error: 'invalid_request', description });
  if (given['response_type'] === undefined) return invalid('response_type is missing. Use code.');
  if (given['response_type'] !== 'code') {
    return { error: 'unsupported_response_type', description: 'Use the response_type code.' };
  }
  if (!(given['scope'] ?? '').split(' ').includes('openid')) {
    return { error: 'invalid_scope', description: 'The scope must contain openid.' };
  }
  if ((given['response_mode'] ?? 'query') !== 'query') return invalid('Use the response_mode query.');
  // Without `code_challenge_method`, the challenge would be the verifier itself (RFC 7636, section 4.3).
  if (given['code_challenge_method'] !== 'S256') return invalid('Use the code_challenge_method S256.');
  if (!CHALLENGE.test(given['code_challenge'] ?? '')) {
    return invalid('code_challenge must be a SHA-256 hash in base64url.');
  }
  if ((given['nonce'] ?? '').length > MAX_NONCE_LENGTH) {
    return invalid(`nonce may have at most ${MAX_NONCE_LENGTH} characters.`);
  }
  // There are no sessions, so nobody is signed in (OpenID Connect Core 1.0, section 3.1.2.6).
  if (given['prompt'] === 'none') {
    return { error: 'login_required', description: 'The simulator keeps no sessions, so it must ask.' };
  }
  return undefined;
};

/** Adds parameters to an address to which a browser is redirected. Undefined values are left out. */
export const withParameters = (uri: string, parameters: Parameters): string => {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
};

/** The address that tells a client about an error (RFC 6749, section 4.1.2.1; `iss` from RFC 9207). */
export const errorRedirect = (
  issuer: string,
  { redirectUri, state }: Redirection,
  { error, description }: OAuthError,
): string => withParameters(redirectUri, { error, error_description: description, state, iss: issuer });
