import { AppError } from '../../shared/errors.ts';
import type { WebhookEndpointStore } from './domain/webhook.ts';

export interface Dependencies {
  readonly endpoints: WebhookEndpointStore;
  /** A new signing secret, `whsec_…`. */
  readonly newSecret: () => string;
}

/** Each lost race means that another registration succeeded. */
const MAX_RACES = 10;

/**
 * Registers the address of the webhooks and answers their signing secret. An address that is registered already keeps
 * its secret, unless `rotate` is true. A new address gets a new secret.
 * @throws AppError `gateway.contention` after too many lost races.
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
