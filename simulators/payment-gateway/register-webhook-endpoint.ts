import { AppError } from '../../shared/errors.ts';
import type { WebhookEndpointStore } from './domain/webhook.ts';

export interface Dependencies {
  readonly endpoints: WebhookEndpointStore;
  /** Creates a signing secret, `whsec_…`. */
  readonly newSecret: () => string;
}

/**
 * How often one registration tries to write the endpoint. A registration tries again if another registration changed
 * the endpoint meanwhile.
 */
const MAX_RACES = 10;

/**
 * Registers the URL to which webhooks are sent, and returns the secret that signs them. A URL that is registered
 * already keeps its secret, unless `rotate` is true. A new URL gets a new secret.
 * @throws AppError `gateway.contention` if too many other registrations happen at once.
 */
export const registerWebhookEndpoint =
  ({ endpoints, newSecret }: Dependencies) =>
  async (url: string, rotate: boolean): Promise<{ readonly secret: string }> => {
    for (let race = 0; race < MAX_RACES; race += 1) {
      const known = await endpoints.load();
      if (known !== undefined && known.url === url && !rotate) return { secret: known.secret };
      const next = { url, secret: newSecret() };
      if (await endpoints.replace(known, next)) return { secret: next.secret };
    }
    throw new AppError('unavailable', 'gateway.contention', 'Too many registrations at once');
  };
