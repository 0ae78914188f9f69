import type { DataStack } from './data-stack.ts';
import type { StageSettings } from './stage-config.ts';

/** The simulated issuer's name. It is a constant; its keys are fetched from the simulators' API. */
const SIMULATED_ISSUER = 'https://identity.orderly.test';

/**
 * The environment variables with which functions verify tokens (see shared/http/authentication.ts).
 * @param simulatorsUrl the URL of the simulators' API, on stages with simulators.
 * @throws Error if the stage's identity is simulated and there are no simulators.
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
      if (data.users === undefined) throw new Error('Cognito is the identity, and there is no user pool');
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
