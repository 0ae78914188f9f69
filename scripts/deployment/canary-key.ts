import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { CANARY_CUSTOMER, CANARY_PRODUCT } from '../../shared/kernel/caller.ts';
import { Problem } from '../console/problem.ts';
import type { ApiClient } from '../tour/api-client.ts';

/** The stock of the canary's product. A run takes one unit and gives it back. */
const UNITS = 1_000;

/**
 * The catalogue entry of the canary's product. The shop does not list this product, and only the canary can order it.
 */
const product = {
  name: 'Canary',
  description: 'A test order of Orderly. It is cancelled at once.',
  // More than the payment provider's minimum, which is 0.50 euros.
  unitAmount: 100,
  currency: 'EUR',
  active: true,
};

/**
 * Adds the canary's product, or corrects its entry. Fills up its stock if less than half is left.
 * @param admin a client of the API that is signed in as administrator
 */
export const prepareProduct = async (admin: Pick<ApiClient, 'put' | 'post'>): Promise<void> => {
  const path = `/products/${CANARY_PRODUCT}`;
  const { available } = await admin.put<{ available: number }>(path, product);
  if (available >= UNITS / 2) return;
  const body = { change: UNITS - available, reason: 'Stock for the canary' };
  await admin.post(`${path}/stock`, body, { 'idempotency-key': randomUUID() });
};

/** The content of the canary's secret (functions/ops/adapters/canary-key.ts). */
export type CanarySecret = {
  keyid: string;
  /** The private key as PEM (PKCS #8). */
  privateKey: string;
};

/**
 * The ids of the partners for the canary's keys of one month. A partner has at most 20 keys, revoked keys included. A
 * new key goes to the first of these partners that has room.
 */
const partnersOf = (now: Date): readonly string[] => {
  const first = `orderly-canary-${now.toISOString().slice(0, 7)}`;
  return [first, ...Array.from('bcdefghijklmnopqrstuvwxyz', (letter) => `${first}-${letter}`)];
};

/**
 * Registers a key with the first of the partners that has room for it.
 * @returns the partner's id
 */
const registerWithOne = async (
  admin: Pick<ApiClient, 'put'>,
  [partnerId = '', ...others]: readonly string[],
  keyId: string,
  key: object,
): Promise<string> => {
  try {
    await admin.put(`/partners/${partnerId}/keys/${keyId}`, key);
    return partnerId;
  } catch (error) {
    const isFull = error instanceof Problem && error.code === 'partner.too-many-keys';
    if (!isFull || others.length === 0) throw error;
    return registerWithOne(admin, others, keyId, key);
  }
};

/**
 * Makes a key pair in memory, and registers the public key.
 *
 * @throws Problem if the API refuses the key, or if all partners of the month have 20 keys
 */
export const registerCanaryKey = async (
  admin: Pick<ApiClient, 'put'>,
  now: Date = new Date(),
): Promise<CanarySecret> => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const keyId = now.toISOString().slice(0, 19).toLowerCase().replaceAll(/[-:]/g, '');
  const partnerId = await registerWithOne(admin, partnersOf(now), keyId, {
    name: 'Canary',
    publicKey: publicKey.export({ format: 'jwk' }).x,
    customerId: CANARY_CUSTOMER,
  });
  return {
    keyid: `${partnerId}/${keyId}`,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};

type Key = { keyId: string; signatureKeyId: string; customerId: string; revokedAt?: string };
type PartnersPage = { items: { partnerId: string; keys: Key[] }[]; nextCursor?: string };

/**
 * Revokes all other keys that act for the canary, whoever registered them.
 * @param keyid the `signatureKeyId` of the key that stays
 * @returns the `signatureKeyId` of each revoked key
 */
export const revokeOtherKeys = async (
  admin: Pick<ApiClient, 'get' | 'delete'>,
  keyid: string,
): Promise<readonly string[]> => {
  const revoked: string[] = [];
  let query = '?limit=100';
  while (query !== '') {
    const { items, nextCursor } = await admin.get<PartnersPage>(`/partners${query}`);
    for (const { partnerId, keys } of items) {
      for (const { keyId, signatureKeyId, customerId, revokedAt } of keys) {
        const isOther = customerId === CANARY_CUSTOMER && signatureKeyId !== keyid;
        if (!isOther || revokedAt !== undefined) continue;
        await admin.delete(`/partners/${partnerId}/keys/${keyId}`);
        revoked.push(signatureKeyId);
      }
    }
    query = nextCursor === undefined ? '' : `?limit=100&cursor=${encodeURIComponent(nextCursor)}`;
  }
  return revoked;
};
