import { CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PublicKey } from '../../shared/http/issuers.ts';
import * as api from '../../simulators/identity/api.ts';
import { Simulator, type SimulatorProps } from '../constructs/simulator.ts';
import { identityKey } from '../identity-key.ts';

/** What other stacks need to know about the simulated identity provider. */
export interface SimulatedIdentity {
  /** The issuer in the simulator's tokens. It is the address below which browsers find the simulator. */
  readonly issuer: string;
  /** The key that verifies the simulator's tokens. */
  readonly publicKey: PublicKey;
}

/** The simulated identity provider. It issues a token to anyone who asks, so it exists only on local stages. */
export const identitySimulator = (scope: Construct, props: SimulatorProps): SimulatedIdentity => {
  const identity = new Simulator(scope, 'Identity', 'identity', props);
  const issuer = issuerOf(identity, props);
  const key = identityKey();
  const environment = { ISSUER: issuer };
  // The private key protects nothing, because the simulator issues a token to anyone who asks. So the key may be in the
  // environment of functions, and thereby in the template. A private key that protects data must be in a secret.
  const signing = { ...environment, SIGNING_KEY: JSON.stringify(key) };
  identity.route([api.getDiscovery, api.getKeySet], 'serve-metadata', {
    table: [],
    environment: { ...environment, PUBLIC_KEY: JSON.stringify(key.publicKey) },
  });
  identity.route([api.showSignInPage, api.endSession], 'show-pages', { table: [], environment });
  identity.route(api.signIn, 'sign-in', { table: ['PutItem'], environment });
  identity.route([api.exchangeCode, api.issueToken], 'issue-tokens', {
    table: ['DeleteItem'],
    environment: signing,
  });
  const stack = Stack.of(scope);
  // CDK generates a name only for an export of a resource's attribute, so the name of this export is given here.
  const exported = stack.exportValue(issuer, { name: `${stack.stackName}-issuer` });
  return { issuer: exported, publicKey: key.publicKey };
};

/** The public address, if the deployment names one, or else the address of the API itself. */
const issuerOf = (scope: Construct, { publicUrl, api }: SimulatorProps): string => {
  const url = api.urlForOwnFunctions;
  if (publicUrl === undefined) return `${url}/identity`;
  const hasPublicUrl = new CfnCondition(scope, 'HasPublicUrl', {
    expression: Fn.conditionNot(Fn.conditionEquals(publicUrl, '')),
  });
  return `${Fn.conditionIf(hasPublicUrl.logicalId, publicUrl, url).toString()}/identity`;
};
