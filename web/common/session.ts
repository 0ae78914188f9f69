import { computed, signal } from '@preact/signals';
import type { User, UserManager } from 'oidc-client-ts';
import { pathTo, people } from './place.ts';
import { settings } from './settings.ts';

/**
 * A sign-in as oidc-client-ts stores it. This package is loaded only to sign in, to sign out or to renew a token,
 * because it adds 17 KB after gzip to what the shop always loads (ADR 51).
 */
type StoredUser = Pick<User, 'access_token' | 'expires_at' | 'refresh_token'> & {
  readonly profile: { readonly sub: string; readonly email?: string };
};

/** The sign-ins of customers and of staff are stored separately, even in one tab. */
const PREFIX = people === 'staff' ? 'orderly.staff.' : 'orderly.';

/**
 * A token that expires within this number of seconds counts as expired, so that it does not expire on its way to the
 * API.
 */
const SLACK_SECONDS = 20;

const userKey = (): string | undefined =>
  Object.keys(sessionStorage).find((name) => name.startsWith(`${PREFIX}user:`));

const storedUser = (): StoredUser | undefined => {
  const key = userKey();
  const text = key === undefined ? null : sessionStorage.getItem(key);
  try {
    return text === null ? undefined : (JSON.parse(text) as StoredUser);
  } catch {
    return undefined;
  }
};

const stored = signal(storedUser());

const isOver = ({ expires_at: end }: StoredUser): boolean =>
  end !== undefined && end - SLACK_SECONDS < Date.now() / 1000;

/** The person who is signed in, even if the token has expired meanwhile. */
export const person = computed(() =>
  stored.value === undefined
    ? undefined
    : { id: stored.value.profile.sub, email: stored.value.profile.email },
);

/** Thrown if the stage's settings contain no identity provider for the users of this page. */
export class NoSignIn extends Error {
  override readonly name = 'NoSignIn';
}

let loading: Promise<UserManager> | undefined;

const loadManager = async (): Promise<UserManager> => {
  const client = (await settings()).signIn[people];
  if (client === null) throw new NoSignIn('This stage does not say where people sign in');
  const { UserManager, WebStorageStateStore } = await import('oidc-client-ts');
  const store = new WebStorageStateStore({ prefix: PREFIX, store: sessionStorage });
  return new UserManager({
    authority: client.issuer,
    client_id: client.clientId,
    redirect_uri: new URL(pathTo('signed-in'), location.href).href,
    post_logout_redirect_uri: new URL(pathTo('signed-in'), location.href).href,
    response_type: 'code',
    scope: 'openid',
    // Tokens are stored only for this tab, never in a cookie or in storage that outlives the tab.
    userStore: store,
    stateStore: store,
    automaticSilentRenew: false,
    monitorSession: false,
  });
};

/** Loads the package oidc-client-ts and its settings. After a failure, the next call tries again. */
const manager = (): Promise<UserManager> => {
  loading ??= loadManager().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
};

const renew = async (): Promise<string | undefined> => {
  try {
    const renewed = await (await manager()).signinSilent();
    stored.value = storedUser();
    return renewed?.access_token;
  } catch (error) {
    // Without a response from the identity provider, the refresh token may still be valid.
    if (error instanceof TypeError) throw error;
    return undefined;
  }
};

/**
 * The renewal of the token that is in progress. A refresh token may work only once, so calls at the same time share one
 * renewal.
 */
let renewing: Promise<string | undefined> | undefined;

/**
 * Returns a token that is valid now, or undefined if there is none. If the token has expired, gets a new one with the
 * refresh token.
 * @throws TypeError if the identity provider does not respond
 */
export const freshToken = async (): Promise<string | undefined> => {
  const user = stored.value;
  if (user === undefined) return undefined;
  if (!isOver(user)) return user.access_token;
  if (user.refresh_token === undefined) return undefined;
  renewing ??= renew().finally(() => {
    renewing = undefined;
  });
  return renewing;
};

/**
 * Sends the browser to the sign-in page.
 * @param returnTo the path to which the person returns afterwards
 * @throws NoSignIn if the stage has no identity provider for the users of this page
 * @throws Error if the identity provider does not respond
 */
export const signIn = async (returnTo = location.pathname + location.search): Promise<void> => {
  await (await manager()).signinRedirect({ state: { returnTo } });
};

/**
 * Finishes a sign-in or a sign-out after the browser has returned.
 * @returns the path of the page on which the person began to sign in. After a sign-out, returns the path of the first
 *   page
 * @throws Error if the person cancelled, or if the response belongs to no sign-in of this tab
 */
export const finishSignIn = async (): Promise<string> => {
  const query = new URLSearchParams(location.search);
  if (!query.has('code') && !query.has('error')) return pathTo('');
  const user = await (await manager()).signinCallback();
  stored.value = storedUser();
  const { returnTo } = (user?.state ?? {}) as { readonly returnTo?: string };
  return returnTo?.startsWith(pathTo('')) === true ? returnTo : pathTo('');
};

/**
 * Deletes the tokens from this tab, because the API refuses them or the account is deleted. The person stays signed in
 * at the identity provider.
 */
export const forgetSignIn = (): void => {
  const key = userKey();
  if (key !== undefined) sessionStorage.removeItem(key);
  stored.value = undefined;
};

/** Signs out of this page and of the identity provider. */
export const signOut = async (): Promise<void> => {
  const oidc = await manager();
  const back = oidc.settings.post_logout_redirect_uri ?? '';
  // Cognito uses its own names for the parameters of OpenID Connect's logout.
  const isCognito = oidc.settings.authority.startsWith('https://cognito-idp.');
  const ofCognito = { client_id: oidc.settings.client_id, logout_uri: back };
  stored.value = undefined;
  await oidc.signoutRedirect(isCognito ? { extraQueryParams: ofCognito } : {});
};
