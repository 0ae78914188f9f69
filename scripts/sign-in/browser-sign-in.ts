import * as oidc from 'openid-client';
import { Problem } from '../console/problem.ts';
import { awaitCallback, callbackUrl } from './callback.ts';

/** Where people sign in, and as which application. */
export type SignInTarget = { readonly issuer: string; readonly clientId: string };

export type SignInOptions = SignInTarget & {
  /** The port of the loopback address to which the browser returns. */
  readonly port: number;
  /** Shows the page to the person, for example by opening a browser. */
  readonly show: (address: string) => Promise<void> | void;
  /** How long the person may take. */
  readonly timeoutMs: number;
};

/** How long people may take to sign in. */
export const SIGN_IN_TIMEOUT_MS = 5 * 60_000;

const isLocal = (issuer: string): boolean => issuer.startsWith('http://localhost:');

const discover = async ({ issuer, clientId }: SignInTarget): Promise<oidc.Configuration> => {
  try {
    // Only the local stage is reached without TLS, over the loopback interface.
    const execute = isLocal(issuer) ? [oidc.allowInsecureRequests] : [];
    return await oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), { execute });
  } catch (error) {
    throw new Problem(
      `The identity provider at ${issuer} does not answer: ${causeOf(error)}\n` +
        (isLocal(issuer) ? 'Is Orderly running? Start it with:\n  npm start' : 'Try again in a moment.'),
    );
  }
};

const causeOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
};

/** Returns the problem to show to the user for an error that occurs after the browser has returned. */
const problemOf = (error: unknown): Problem => {
  if (error instanceof oidc.AuthorizationResponseError) {
    if (error.error === 'access_denied') {
      return new Problem('The sign-in was cancelled or denied in the browser. Run the command to try again.');
    }
    return new Problem(
      `The identity provider refused: ${error.error}. ${error.error_description ?? ''}\n` +
        'Check the application (client) of the identity provider and its callback addresses.',
    );
  }
  if (error instanceof oidc.ResponseBodyError) {
    return new Problem(
      `The identity provider issued no token: ${error.error}. ${error.error_description ?? ''}\n` +
        'Run the command again.',
    );
  }
  return new Problem(
    `The answer of the browser does not belong to this sign-in: ${causeOf(error)}\n` +
      'Run the command again, and use only the page that it opens.',
  );
};

/**
 * Signs a person in by the browser: authorization code with PKCE, and a loopback redirect (RFC 8252).
 * @returns the access token
 * @throws Problem if the identity provider does not answer or refuses, if the person cancels or takes too long, if the
 *   answer does not belong to this sign-in, or if the port is taken
 */
export const signInByBrowser = async (options: SignInOptions): Promise<string> => {
  const { port, show, timeoutMs } = options;
  const callback = await awaitCallback(port);
  try {
    const config = await discover(options);
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
    const expected = { expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
    const page = oidc.buildAuthorizationUrl(config, {
      redirect_uri: callbackUrl(port),
      scope: 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expected.expectedState,
      nonce: expected.expectedNonce,
    });
    await show(page.href);
    const tokens = await callback.received(async (url) => {
      try {
        return await oidc.authorizationCodeGrant(config, url, {
          ...expected,
          pkceCodeVerifier,
          idTokenExpected: true,
        });
      } catch (error) {
        throw problemOf(error);
      }
    }, timeoutMs);
    return tokens.access_token;
  } finally {
    callback.close();
  }
};
