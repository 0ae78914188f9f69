import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Issuer } from '../shared/http/issuers.ts';
import type { ServiceFunction } from './constructs/service-function.ts';
import type { CustomerPool, StaffPool } from './constructs/user-pool.ts';
import type { OidcIssuers } from './identity-settings.ts';
import type { SimulatedIdentity } from './services/identity-simulator.ts';
import type { SimulatorsStack } from './simulators-stack.ts';
import type { StageSettings } from './stage-config.ts';

const written = (issuers: readonly Issuer[]): string => JSON.stringify(issuers);

/**
 * The value of `AUTH_ISSUERS` with simulated identity. It contains the public key itself, so functions that verify
 * tokens need not call the simulator.
 */
export const simulatedIssuers = ({ issuer, publicKey }: SimulatedIdentity): string =>
  written([{ issuer, keys: [publicKey], audience: 'orderly', roles: ['customer', 'staff', 'admin'] }]);

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

/**
 * The value of `AUTH_ISSUERS` with an identity provider other than Cognito. The provider's tokens may be for several
 * clients that share one audience.
 */
export const oidcIssuers = ({ customers, staff }: OidcIssuers): string => {
  const from = ({ issuer, jwksUrl, audience }: OidcIssuers['customers']) => ({ issuer, jwksUrl, audience });
  const { rolesClaim } = staff;
  return written([
    { ...from(customers), roles: ['customer'] },
    { ...from(staff), roles: ['staff', 'admin'], ...(rolesClaim === undefined ? {} : { rolesClaim }) },
  ]);
};

/**
 * The name of the parameter that passes the issuers from the data stack to other stacks. An export would not work:
 * CloudFormation refuses to remove an export that is in use, so a stage could never change its identity provider.
 */
export const issuersParameterName = ({ name }: Pick<StageSettings, 'name'>): string =>
  `/orderly/${name}/token-issuers`;

/**
 * The name of the parameter that passes the id of the customers' pool from the data stack to the API's stack. The
 * parameter exists only with Cognito. It is not an export, so that a stage can change from Cognito to another provider.
 */
export const customerPoolParameterName = ({ name }: Pick<StageSettings, 'name'>): string =>
  `/orderly/${name}/customer-pool`;

/** Lets a function of the API delete customers' accounts, and sets `CUSTOMER_POOL_ID`. Does nothing without Cognito. */
export const allowDeletingAccounts = (target: ServiceFunction, settings: StageSettings): void => {
  if (settings.identity.kind !== 'cognito') return;
  const stack = Stack.of(target);
  const poolId = StringParameter.valueForStringParameter(stack, customerPoolParameterName(settings));
  target.addEnvironment('CUSTOMER_POOL_ID', poolId);
  target.allow(
    ['cognito-idp:AdminDeleteUser'],
    [stack.formatArn({ service: 'cognito-idp', resource: 'userpool', resourceName: poolId })],
  );
};

/** A part of the value of `SIGN_IN`: where customers or staff sign in. functions/pages/app.ts describes the fields. */
interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly origins: readonly string[];
}

/** The name of the parameter that tells the API's stack where people sign in. It exists only with Cognito. */
export const signInParameterName = ({ name }: Pick<StageSettings, 'name'>): string =>
  `/orderly/${name}/sign-in`;

/**
 * The value of `SIGN_IN` with Cognito. `origins` names the domain of a pool's managed login, because the token endpoint
 * is on this domain and not on the issuer's.
 */
export const poolSignIn = (customers: CustomerPool, staff: StaffPool): string => {
  const at = ({ pool, client, signInUrl }: CustomerPool | StaffPool): SignIn => ({
    issuer: pool.userPoolProviderUrl,
    clientId: client.userPoolClientId,
    origins: [signInUrl],
  });
  return JSON.stringify({ customers: at(customers), staff: at(staff) });
};

/** Where people sign in with an identity provider other than Cognito. Undefined if the settings name no client. */
const oidcSignIn = ({ issuer, clientId }: OidcIssuers['customers']): SignIn | undefined =>
  clientId === undefined ? undefined : { issuer, clientId, origins: [] };

/**
 * Returns the environment variable `SIGN_IN`, which tells the pages where customers and staff sign in.
 * @param api the stack of the function that gets the variable
 * @param issuer the issuer of the simulated identity provider, if there is one
 */
export const signInOf = (
  { identity, name }: StageSettings,
  api: Stack,
  issuer: string | undefined,
): { readonly SIGN_IN: string } => {
  const simulated = (clientId: string): SignIn | undefined =>
    issuer === undefined ? undefined : { issuer, clientId, origins: [] };
  switch (identity.kind) {
    case 'simulator':
      return {
        SIGN_IN: JSON.stringify({ customers: simulated('orderly-shop'), staff: simulated('orderly-staff') }),
      };
    case 'cognito':
      return { SIGN_IN: StringParameter.valueForStringParameter(api, signInParameterName({ name })) };
    case 'oidc': {
      const { customers, staff } = identity.issuers;
      return { SIGN_IN: JSON.stringify({ customers: oidcSignIn(customers), staff: oidcSignIn(staff) }) };
    }
  }
};

/**
 * Returns the environment variable `AUTH_ISSUERS`, which functions need to verify tokens (see shared/http/issuers.ts).
 * @param api the stack of the functions that get the variable
 * @param simulators the simulators' stack, on stages with simulators
 * @throws Error if identity is simulated and there are no simulators.
 */
export const authenticationOf = (
  settings: StageSettings,
  api: Stack,
  simulators: SimulatorsStack | undefined,
): { readonly AUTH_ISSUERS: string } => {
  if (settings.identity.kind !== 'simulator') {
    return { AUTH_ISSUERS: StringParameter.valueForStringParameter(api, issuersParameterName(settings)) };
  }
  if (simulators?.identity === undefined) throw new Error('A simulated identity needs the simulators stack');
  return { AUTH_ISSUERS: simulatedIssuers(simulators.identity) };
};
