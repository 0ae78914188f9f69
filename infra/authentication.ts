import type { Issuer } from '../shared/http/issuers.ts';
import type { DataStack } from './data-stack.ts';
import type { StageSettings } from './stage-config.ts';

/** The issuer in the identity simulator's tokens. Nothing runs at this address: the simulators' API serves the keys. */
const SIMULATED_ISSUER = 'https://identity.orderly.test';

/** An issuer that gives every role. */
const everyRole: Issuer['roles'] = ['customer', 'staff', 'admin'];

const written = (issuers: readonly Issuer[]): string => JSON.stringify(issuers);

/** The value of `AUTH_ISSUERS` with simulated identity. @param simulatorsUrl the URL of the simulators' API */
export const simulatedIssuers = (simulatorsUrl: string): string =>
  written([
    {
      issuer: SIMULATED_ISSUER,
      jwksUrl: `${simulatorsUrl}/identity/jwks.json`,
      audience: 'orderly',
      roles: everyRole,
    },
  ]);

/**
 * Returns the environment variable `AUTH_ISSUERS`, which functions need to verify tokens (see shared/http/issuers.ts).
 * @param simulatorsUrl the URL of the simulators' API, on stages with simulators.
 * @throws Error if identity is simulated and there are no simulators, or if it is Cognito and there is no user pool.
 */
export const authenticationOf = (
  { identity }: StageSettings,
  data: DataStack,
  simulatorsUrl: string | undefined,
): { readonly AUTH_ISSUERS: string } => {
  switch (identity.kind) {
    case 'simulator': {
      if (simulatorsUrl === undefined) throw new Error('A simulated identity needs the simulators stack');
      return { AUTH_ISSUERS: simulatedIssuers(simulatorsUrl) };
    }
    case 'cognito': {
      if (data.users === undefined)
        throw new Error('Identity is Cognito, but the data stack has no user pool');
      const issuer = data.users.pool.userPoolProviderUrl;
      const jwksUrl = `${issuer}/.well-known/jwks.json`;
      const clientId = data.users.client.userPoolClientId;
      return {
        AUTH_ISSUERS: written([
          { issuer, jwksUrl, clientId, roles: everyRole, rolesClaim: 'cognito:groups' },
        ]),
      };
    }
    case 'oidc': {
      const { issuer, audience, jwksUrl } = identity;
      return { AUTH_ISSUERS: written([{ issuer, jwksUrl, audience, roles: everyRole }]) };
    }
  }
};
