import type { ServiceScope } from '../constructs/service-scope.ts';

/** What belongs to the API as a whole and to no service: its health, and the answer to an unknown route. */
export const edge = (service: ServiceScope): void => {
  const { stage, version } = service.settings;
  service.route('GET', '/health', 'health', {
    public: true,
    environment: { STAGE: stage, VERSION: version },
  });
  const notFound = service.route('ANY', '/{proxy+}', 'not-found', { public: true });
  service.platform.api.route('ANY', '/', notFound);
};
