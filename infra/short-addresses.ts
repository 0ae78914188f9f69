import type { StageSettings } from './stage-types.ts';

/** The name of the only stage of each API. At the address that API Gateway chooses, the API's path begins with it. */
export const API_STAGE = 'v1';

/** The path of the API at the address of the distribution, and at the local server. */
export const API_PATH = `/${API_STAGE}`;

/** The path of the pages below the API's own address. At the distribution and at the local server, they are at `/`. */
export const PAGES_BELOW_API = '/app';

/**
 * The documentation is part of the API, so its address begins with the API's path. Without this redirect, `/docs` would
 * be an address of the shop.
 */
export const shortRedirects: Readonly<Record<string, string>> = {
  '/docs': `${API_PATH}/docs/index.html`,
};

/** The paths to which a sign-in at a page returns, below the address of the shop. */
export const returnPaths = {
  customers: ['signed-in'],
  staff: ['kitchen/signed-in', 'operations/signed-in'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * The addresses of the shop that are known before the deployment, the shortest first. Each has a slash at the end.
 * Without a domain, AWS chooses the address.
 */
export const knownHomes = ({
  domain,
  shopDomain,
}: Pick<StageSettings, 'domain' | 'shopDomain'>): readonly string[] => [
  ...(shopDomain === undefined ? [] : [`https://${shopDomain.name}/`]),
  ...(domain === undefined ? [] : [`https://${domain.name}${PAGES_BELOW_API}/`]),
];
