import type { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Issuer } from '../shared/http/issuers.ts';
import type { CustomerPool, StaffPool } from './constructs/user-pool.ts';
import type { OidcIssuers } from './identity-settings.ts';
import type { StageSettings } from './stage-config.ts';

/** The issuer in the identity simulator's tokens. Nothing runs at this address: the simulators' API serves the keys. */
const SIMULATED_ISSUER = 'https://identity.orderly.test';

const written = (issuers: readonly Issuer[]): string => JSON.stringify(issuers);

/** The value of `AUTH_ISSUERS` with simulated identity. @param simulatorsUrl the URL of the simulators' API */
export const simulatedIssuers = (simulatorsUrl: string): string =>
  written([
    {
      issuer: SIMULATED_ISSUER,
      jwksUrl: `${simulatorsUrl}/identity/jwks.json`,
      audience: 'orderly',
      roles: ['customer', 'staff', 'admin'],
    },
  ]);

/** The value of `AUTH_ISSUERS` with Cognito. */
export const poolIssuers = (customers: CustomerPool, staff: StaffPool): string => {
  const from = ({ pool, client }: CustomerPool | StaffPool) => ({
    issuer: pool.userPoolProviderUrl,
    jwksUrl: `${pool.userPoolProviderUrl}/.well-known/jwks.json`,
    clientId: client.userPoolClientId,
  });
  return written([
    { ...from(customers), roles: ['customer'] },
    { ...from(staff), roles: ['staff', 'admin'], rolesClaim: 'cognito:groups' },
  ]);
};

/** The value of `AUTH_ISSUERS` with another provider. Its tokens may be for several clients of one audience. */
export const oidcIssuers = ({ customers, staff }: OidcIssuers): string => {
  const from = ({ issuer, jwksUrl, audience }: OidcIssuers['customers']) => ({ issuer, jwksUrl, audience });
  const { rolesClaim } = staff;
  return written([
    { ...from(customers), roles: ['customer'] },
    { ...from(staff), roles: ['staff', 'admin'], ...(rolesClaim === undefined ? {} : { rolesClaim }) },
  ]);
};

/**
 * The name of the parameter that passes the issuers from the data stack to the API's. An export would not do:
 * CloudFormation refuses to remove one that is in use, so a stage could never change its identity provider.
 */
export const issuersParameterName = ({ name }: Pick<StageSettings, 'name'>): string =>
  `/orderly/${name}/token-issuers`;

/**
 * Returns the environment variable `AUTH_ISSUERS`, which functions need to verify tokens (see shared/http/issuers.ts).
 * @param api the stack of the functions
 * @param simulatorsUrl the URL of the simulators' API, on stages with simulators.
 * @throws Error if identity is simulated and there are no simulators.
 */
export const authenticationOf = (
  settings: StageSettings,
  api: Stack,
  simulatorsUrl: string | undefined,
): { readonly AUTH_ISSUERS: string } => {
  if (settings.identity.kind !== 'simulator') {
    return { AUTH_ISSUERS: StringParameter.valueForStringParameter(api, issuersParameterName(settings)) };
  }
  if (simulatorsUrl === undefined) throw new Error('A simulated identity needs the simulators stack');
  return { AUTH_ISSUERS: simulatedIssuers(simulatorsUrl) };
};
