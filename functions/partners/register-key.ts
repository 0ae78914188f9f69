import type { Trace } from '../../shared/kernel/messages.ts';
import { partnerRefusals, type Partners } from './aggregate.ts';
import {
  registerKey as decide,
  viewOf,
  withoutKeys,
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
 * @throws AppError 409 if the id or the public key is taken, or was revoked; 422 if the partner has too many keys.
 */
export const registerKey =
  ({ partners }: { readonly partners: Partners }) =>
  async ({ partnerId, keyId, details, by }: RegisterKeyCommand, trace: Trace): Promise<PartnerView> => {
    const rule = decide(keyId, details, by);
    const changed = await partners.change(partnerId, trace, rule);
    if (changed.outcome === 'accepted') return viewOf(changed.state);
    if (changed.outcome === 'rejected') throw partnerRefusals[changed.reason](changed.state);
    // If another request creates the partner at the same moment, both register their keys with it.
    await partners.create(withoutKeys(partnerId), trace);
    return viewOf(await partners.changeOrFail(partnerId, trace, rule, partnerRefusals));
  };
