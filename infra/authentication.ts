import type { DataStack } from './data-stack.ts';
import type { StageSettings } from './stage-config.ts';

/** The issuer in the identity simulator's tokens. Nothing runs at this address: the simulators' API serves the keys. */
const SIMULATED_ISSUER = 'https://identity.orderly.test';

/**
 * Returns the environment variables that functions need to verify tokens (see shared/http/authentication.ts).
 * @param simulatorsUrl the URL of the simulators' API, on stages with simulators.
 * @throws Error if identity is simulated and there are no simulators, or if it is Cognito and there is no user pool.
 */
export const authenticationOf = (
  { identity }: StageSettings,
  data: DataStack,
  simulatorsUrl: string | undefined,
): Readonly<Record<string, string>> => {
  switch (identity.kind) {
    case 'simulator': {
      if (simulatorsUrl === undefined) throw new Error('A simulated identity needs the simulators stack');
      return {
        AUTH_ISSUER: SIMULATED_ISSUER,
        AUTH_JWKS_URL: `${simulatorsUrl}/identity/jwks.json`,
        AUTH_AUDIENCE: 'orderly',
      };
    }
    case 'cognito': {
      if (data.users === undefined)
        throw new Error('Identity is Cognito, but the data stack has no user pool');
      const issuer = data.users.pool.userPoolProviderUrl;
      return {
        AUTH_ISSUER: issuer,
        AUTH_JWKS_URL: `${issuer}/.well-known/jwks.json`,
        AUTH_CLIENT_ID: data.users.client.userPoolClientId,
      };
    }
    case 'oidc':
      return {
        AUTH_ISSUER: identity.issuer,
        AUTH_JWKS_URL: identity.jwksUrl,
        AUTH_AUDIENCE: identity.audience,
      };
  }
};
