import type { DataStack } from './data-stack.ts';
import type { StageSettings } from './stage-config.ts';

/** The simulated issuer's name. A constant: its keys are fetched from wherever the simulators' API is. */
const SIMULATED_ISSUER = 'https://identity.orderly.test';

/**
 * How functions verify tokens, as their environment (see shared/http/auth.ts).
 * @param simulatorsUrl where the simulators' API is, on stages that have them.
 * @throws Error when the stage's identity is simulated and there are no simulators.
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
