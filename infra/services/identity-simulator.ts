import { CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import * as api from '../../simulators/identity/api.ts';
import { Simulator, type SimulatorProps } from '../constructs/simulator.ts';

/**
 * The simulated identity provider. It issues a token to anyone who asks, so it exists only on local stages.
 * @returns the issuer in its tokens, for other stacks. It is the address below which browsers find the simulator.
 */
export const identitySimulator = (scope: Construct, props: SimulatorProps): string => {
  const identity = new Simulator(scope, 'Identity', 'identity', props);
  const issuer = issuerOf(identity, props);
  const environment = { ISSUER: issuer };
  identity.route(api.getDiscovery, 'get-discovery', { table: [], environment });
  identity.route(api.showSignInPage, 'show-sign-in-page', { table: [], environment });
  identity.route(api.signIn, 'sign-in', { table: ['PutItem'], environment });
  identity.route(api.exchangeCode, 'exchange-code', {
    table: ['GetItem', 'PutItem', 'DeleteItem'],
    environment,
  });
  identity.route(api.endSession, 'end-session', { table: [] });
  identity.route(api.issueToken, 'issue-token', { table: ['GetItem', 'PutItem'], environment });
  identity.route(api.getKeySet, 'get-key-set', { table: ['GetItem'] });
  const stack = Stack.of(scope);
  // CDK generates a name only for an export of a resource's attribute, so this export needs one.
  return stack.exportValue(issuer, { name: `${stack.stackName}-issuer` });
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
