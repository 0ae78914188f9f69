import type { Construct } from 'constructs';
import { Simulator, type SimulatorProps } from '../constructs/simulator.ts';

/** The identity provider: a token for anybody who asks, so local stages alone have it. */
export const identitySimulator = (scope: Construct, props: SimulatorProps): void => {
  const identity = new Simulator(scope, 'Identity', 'identity', props);
  identity.route('POST', '/identity/token', 'issue-token', { table: ['GetItem', 'PutItem'] });
  identity.route('GET', '/identity/jwks.json', 'get-key-set', { table: ['GetItem', 'PutItem'] });
};
