import { addressParts } from '../../../functions/notifications/domain/verification-code.ts';
import { hmacCodeSecrets } from '../../../functions/notifications/adapters/code-secrets.ts';
import { ORDER_ID, orderIn, price } from '../orders.ts';
import { captured } from '../payments/samples.ts';
import { preparing, ready, waiting } from '../tickets.ts';
import type { SigningKey } from '../signing.ts';
import type { Items } from './in-process.ts';
import { OWNER, signer } from './two-pools.ts';

/** The secret with which verification codes and addresses are hashed. */
export const CODE_KEY = 'key-of-codes';

const mail = 'alice@example.com';
const addressHash = await hmacCodeSecrets(async () => CODE_KEY).hash(addressParts('email', mail));

/** A key of a partner, as it is stored. */
const keyOf = ({ publicKey }: SigningKey) => ({
  name: 'Till',
  publicKey,
  role: 'customer',
  customerId: 'partner:till',
  registeredAt: '2026-01-01T00:00:00.000Z',
  registeredBy: 'staff:root',
});

const { partnerId, valid, revoked } = signer;
const signingPartner = {
  partnerId,
  keys: { valid: keyOf(valid), revoked: { ...keyOf(revoked), revokedAt: '2026-01-02T00:00:00.000Z' } },
};

/** A ticket whose status allows the request to this route. */
const ticketFor = (route: string) => {
  if (route.endsWith('/ready')) return { ...preparing(1), confirmed: true };
  return route.endsWith('/complete') ? ready(1) : waiting(1);
};

/**
 * The stored partner whose keys a request is about. For a request that revokes a key, the partner has this key. For a
 * request that registers a key, the result is undefined: the partner does not exist yet.
 */
const partnerFor = (route: string) =>
  route.startsWith('DELETE') ? { partnerId: 'till', keys: { old: keyOf(valid) } } : undefined;

/** The items that a request to a route reads, by the prefix of their keys. Items of a customer belong to `OWNER`. */
export const itemsFor =
  (route: string): Items =>
  (pk) => {
    const [kind = ''] = pk.split('#');
    const kinds: Readonly<Record<string, object | undefined>> = {
      order: { ...orderIn.PAID(), customerId: OWNER },
      payment: { ...captured, orderId: ORDER_ID, customerId: OWNER },
      ticket: ticketFor(route),
      row: { customerId: OWNER, events: { OrderCompleted: { at: 1_772_355_600_000 } } },
      product: price(),
      price: price(),
      partner: pk === `partner#${partnerId}` ? signingPartner : partnerFor(route),
      contact: { email: { address: mail }, channels: { email: true, sms: false } },
      code: { addressHash, codeHash: 'hash', validUntil: '2999-01-01T00:00:00.000Z', tries: 0 },
    };
    const state = kinds[kind];
    return state === undefined ? undefined : { pk, version: 1, ...state };
  };
