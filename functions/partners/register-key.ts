import type { Clock } from '../../shared/kernel/clock.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import { partnerRefusals, type Partners } from './aggregate.ts';
import {
  newPartner,
  registerKey as decide,
  viewOf,
  type KeyDetails,
  type PartnerView,
} from './domain/partner.ts';

/** Which key is registered, and by whom. */
export interface RegisterKeyCommand {
  readonly partnerId: string;
  readonly keyId: string;
  readonly details: KeyDetails;
  /** The id of the administrator. */
  readonly by: string;
}

/**
 * Registers a public key of a partner. The first key creates the partner.
 * @throws AppError 409 if the key's id is registered with other details or was revoked, or if another key has or had
 *   the public key; 422 if the partner has too many keys.
 */
export const registerKey =
  ({ partners, now }: { readonly partners: Partners; readonly now: Clock }) =>
  async ({ partnerId, keyId, details, by }: RegisterKeyCommand, trace: Trace): Promise<PartnerView> => {
    const rule = decide(keyId, details, by);
    const changed = await partners.change(partnerId, trace, rule);
    if (changed.outcome === 'accepted') return viewOf(changed.state);
    if (changed.outcome === 'rejected') throw partnerRefusals[changed.reason](changed.state);
    const { partner, events } = newPartner(partnerId, keyId, details, by, now());
    if ((await partners.create(partner, trace, events)) === 'inserted') return viewOf(partner);
    // Another request created the partner at the same moment. This request adds its key to that partner.
    return viewOf(await partners.changeOrFail(partnerId, trace, rule, partnerRefusals));
  };
