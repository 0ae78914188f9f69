import { AppError } from '../../shared/errors.ts';
import { aggregate, type Aggregate, type Refusals } from '../../shared/kernel/aggregate.ts';
import type { Partner } from '../../shared/kernel/caller.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import {
  evolvePartner,
  MAX_KEYS,
  type PartnerEvent,
  type PartnerRejection,
  type PartnerStore,
} from './domain/partner.ts';

/** Loads, creates and changes partners. */
export type Partners = Aggregate<Partner, PartnerEvent>;

const newKeyIn = (events: readonly PartnerEvent[] = []): string | undefined =>
  events.find(({ type }) => type === 'KeyRegistered')?.keyId;

/** @throws AppError 409 `partner.public-key-known` for a write whose new public key is taken. */
const unlessTaken = async <Outcome extends string>(
  write: Promise<Outcome | 'public-key-taken'>,
): Promise<Outcome> => {
  const outcome = await write;
  if (outcome !== 'public-key-taken') return outcome;
  const text = 'Another key has or had this public key. Generate a new one';
  throw new AppError('conflict', 'partner.public-key-known', text);
};

/**
 * Builds the aggregate of partners. Every write of a key goes through this aggregate. It publishes nothing. Its writes
 * throw AppError 409 `partner.public-key-known` if any partner has or had the public key of the new key.
 */
export const partnerAggregate = (store: PartnerStore, now: Clock): Partners =>
  aggregate({
    noun: 'partner',
    store: {
      load: (partnerId) => store.load(partnerId),
      insert: (partner, _outbox, _expiresAt, events) => unlessTaken(store.insert(partner, newKeyIn(events))),
      save: (partner, version, _outbox, _expiresAt, events) =>
        unlessTaken(store.save(partner, version, newKeyIn(events))),
    },
    evolve: evolvePartner,
    publish: () => undefined,
    now,
  });

/** The error for each reason why a command about a key is rejected. */
export const partnerRefusals: Refusals<Partner, PartnerRejection> = {
  'key-not-found': () => new AppError('not-found', 'partner.key-not-found', 'The partner has no such key'),
  'key-exists': () =>
    new AppError('conflict', 'partner.key-exists', 'The key is registered with other details. Use a new id'),
  'key-revoked': () =>
    new AppError('conflict', 'partner.key-revoked', 'The key was revoked for ever. Use a new id'),
  'too-many-keys': () =>
    new AppError(
      'unprocessable',
      'partner.too-many-keys',
      `A partner has at most ${MAX_KEYS} keys, and revoked ones count. Use a new partner id`,
    ),
};
