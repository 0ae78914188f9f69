import {
  accept,
  reject,
  type Decision,
  type InsertOutcome,
  type SaveOutcome,
  type Stored,
} from '../../../shared/kernel/aggregate.ts';
import type { Partner, PartnerKey } from '../../../shared/kernel/caller.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';

/** The most keys of a partner. Revoked keys count, too, because they are kept so that nobody registers them again. */
export const MAX_KEYS = 20;

/** The details of a key that an administrator enters. */
export type KeyDetails = Pick<PartnerKey, 'name' | 'publicKey' | 'customerId' | 'role'>;

/** What can happen to a partner's keys. */
export type PartnerEvent =
  | { readonly type: 'KeyRegistered'; readonly keyId: string; readonly key: PartnerKey }
  | { readonly type: 'KeyRevoked'; readonly keyId: string; readonly at: Instant; readonly by: string };

/** Why a command about a key is rejected. */
export type PartnerRejection = 'key-not-found' | 'key-exists' | 'key-revoked' | 'too-many-keys';

const keyOf = ({ keys }: Partner, keyId: string): PartnerKey | undefined =>
  Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;

const isSame = (key: PartnerKey, details: KeyDetails): boolean =>
  key.name === details.name &&
  key.publicKey === details.publicKey &&
  key.customerId === details.customerId &&
  key.role === details.role;

/**
 * Registers a key. A key that is registered with the same details stays as it is.
 * @param by the id of the administrator
 */
export const registerKey =
  (keyId: string, details: KeyDetails, by: string) =>
  (partner: Partner, at: Instant): Decision<PartnerEvent, PartnerRejection> => {
    const registered = keyOf(partner, keyId);
    if (registered?.revokedAt !== undefined) return reject('key-revoked');
    if (registered !== undefined) return isSame(registered, details) ? accept() : reject('key-exists');
    if (Object.keys(partner.keys).length >= MAX_KEYS) return reject('too-many-keys');
    return accept(keyRegistered(keyId, details, by, at));
  };

const keyRegistered = (
  keyId: string,
  { name, publicKey, role, customerId }: KeyDetails,
  by: string,
  at: Instant,
): PartnerEvent => {
  const key = { name, publicKey, role, customerId, registeredAt: at, registeredBy: by };
  return { type: 'KeyRegistered', keyId, key };
};

/**
 * Builds a new partner with its first key.
 * @param first the arguments of `keyRegistered`
 */
export const newPartner = (partnerId: string, ...first: Parameters<typeof keyRegistered>) => {
  const event = keyRegistered(...first);
  return { partner: evolvePartner({ partnerId, keys: {} }, event), events: [event] };
};

/**
 * Revokes a key. A key that was revoked before stays as it is.
 * @param by the id of the administrator
 */
export const revokeKey =
  (keyId: string, by: string) =>
  (partner: Partner, at: Instant): Decision<PartnerEvent, PartnerRejection> => {
    const key = keyOf(partner, keyId);
    if (key === undefined) return reject('key-not-found');
    return key.revokedAt === undefined ? accept({ type: 'KeyRevoked', keyId, at, by }) : accept();
  };

/** The partner after an event. */
export const evolvePartner = (partner: Partner, event: PartnerEvent): Partner => {
  const { keyId } = event;
  const changed = (key: PartnerKey): Partner => ({ ...partner, keys: { ...partner.keys, [keyId]: key } });
  switch (event.type) {
    case 'KeyRegistered':
      return changed(event.key);
    case 'KeyRevoked':
      return changed({
        ...(partner.keys[keyId] as PartnerKey),
        revokedAt: event.at,
        revokedBy: event.by,
      });
  }
};

/** A key as the API returns it. `signatureKeyId` is the parameter `keyid` of its signatures. */
export interface KeyView extends PartnerKey {
  readonly keyId: string;
  readonly signatureKeyId: string;
}

/** A partner as the API returns it. */
export interface PartnerView {
  readonly partnerId: string;
  /** The keys, in the order of their registration. */
  readonly keys: readonly KeyView[];
}

/** Builds the view of a partner that the API returns to administrators. */
export const viewOf = ({ partnerId, keys }: Partner): PartnerView => ({
  partnerId,
  keys: Object.entries(keys)
    .map(([keyId, key]) => ({ keyId, signatureKeyId: `${partnerId}/${keyId}`, ...key }))
    .toSorted((one, other) => (one.registeredAt < other.registeredAt ? -1 : 1)),
});

/**
 * `public-key-taken`: the public key is or was registered, for this partner or for another one, so nothing is written.
 */
type Taken = 'public-key-taken';

/**
 * Stores partners with their keys. Each operation is one storage call, but a batch read may need more. `newKey` is the
 * id of a key that the partner does not have yet. The write that adds this key also reserves its public key for ever.
 */
export interface PartnerStore {
  load(partnerId: string): Promise<Stored<Partner> | undefined>;
  insert(partner: Partner, newKey?: string): Promise<InsertOutcome | Taken>;
  save(partner: Partner, version: number, newKey?: string): Promise<SaveOutcome | Taken>;
  /** One page of the ids of all partners, sorted. The read is eventually consistent. */
  ids(page: PageRequest): Promise<Page<string>>;
  /** Reads partners with strongly consistent reads, in the order of `partnerIds`. Leaves out unknown ids. */
  loadMany(partnerIds: readonly string[]): Promise<readonly Partner[]>;
}
