import { AppError } from '../../../../shared/errors.ts';
import type { WebhookEndpointStore } from '../domain/webhook-endpoint.ts';

export interface Dependencies {
  readonly endpoints: WebhookEndpointStore;
  /** A fresh signing secret, `whsec_…`. */
  readonly newSecret: () => string;
}

/** Each lost race means that another registration went through. */
const MAX_RACES = 10;

/**
 * Says where webhooks are to go, and answers the secret they are signed with. The address that is registered already
 * keeps its secret, unless `rotate` asks for a new one; another address gets a new one.
 * @throws AppError `unavailable` when other registrations were faster too many times in a row.
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
