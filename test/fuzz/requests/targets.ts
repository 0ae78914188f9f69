import type { Target } from '../run.ts';

/** The properties of all routes, those of the services and those of the simulators. */
export const requestTargets = async (): Promise<readonly Target[]> => {
  const { createTokenIssuer } = await import('../../support/token-issuer.ts');
  const issuer = await createTokenIssuer();
  // The handlers read the issuer when they are created. So the environment must be set before this import.
  const { serviceRoutes, simulatorRoutes } = await import('../../support/declared-routes.ts');
  const { requestProperty } = await import('./property.ts');
  const credentials = {
    nobody: undefined,
    customer: await issuer.bearer('alice'),
    staff: await issuer.bearer('sam', 'staff'),
    admin: await issuer.bearer('ada', 'admin'),
    key: 'Bearer the-secret-key',
  };
  return [
    { name: 'requests', property: requestProperty(serviceRoutes, credentials) },
    { name: 'simulator-requests', property: requestProperty(simulatorRoutes, credentials) },
  ];
};
