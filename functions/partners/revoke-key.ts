import type { Trace } from '../../shared/kernel/messages.ts';
import { partnerRefusals, type Partners } from './aggregate.ts';
import { revokeKey as decide, viewOf, type PartnerView } from './domain/partner.ts';

/** Which key is revoked, and by whom. */
export interface RevokeKeyCommand {
  readonly partnerId: string;
  readonly keyId: string;
  /** The id of the administrator. */
  readonly by: string;
}

/**
 * Revokes a key. Functions read keys with strongly consistent reads. So after the response to this call, every request
 * that is signed with the key is refused.
 * @throws AppError 404 `partner.not-found` or `partner.key-not-found`.
 */
export const revokeKey =
  ({ partners }: { readonly partners: Partners }) =>
  async ({ partnerId, keyId, by }: RevokeKeyCommand, trace: Trace): Promise<PartnerView> =>
    viewOf(await partners.changeOrFail(partnerId, trace, decide(keyId, by), partnerRefusals));
