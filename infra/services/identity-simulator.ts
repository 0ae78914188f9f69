import type { Construct } from 'constructs';
import * as api from '../../simulators/identity/api.ts';
import { Simulator, type SimulatorProps } from '../constructs/simulator.ts';

/** The simulated identity provider. It issues a token to anyone who asks, so it exists only on local stages. */
export const identitySimulator = (scope: Construct, props: SimulatorProps): void => {
  const identity = new Simulator(scope, 'Identity', 'identity', props);
  identity.route(api.issueToken, 'issue-token', { table: ['GetItem', 'PutItem'] });
  identity.route(api.getKeySet, 'get-key-set', { table: ['GetItem'] });
};
