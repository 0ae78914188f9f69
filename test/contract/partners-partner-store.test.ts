import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoPartnerStore } from '../../functions/partners/adapters/dynamo-partner-store.ts';
import type { PartnerStore } from '../../functions/partners/domain/partner.ts';
import type { Partner, PartnerKey, SigningPartners } from '../../shared/kernel/caller.ts';
import { signingPartners } from '../../shared/persistence/versioned-items.ts';
import { memoryPartnerStore } from '../support/memory/partners-partner-store.ts';
import { memorySigningPartners } from '../support/memory/signing-partners.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const key: PartnerKey = {
  name: 'Till',
  publicKey: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs',
  role: 'customer',
  customerId: 'partner:till-7',
  registeredAt: '2026-03-01T09:00:00.000Z',
  registeredBy: 'ada',
};
const partner = (partnerId: string, keys: Partner['keys'] = { k1: key }): Partner => ({ partnerId, keys });

const tables: ServiceTable[] = [];
const newTable = async (): Promise<ServiceTable> => {
  const table = await createServiceTable('partners');
  tables.push(table);
  return table;
};
afterAll(() => tables.forEach((table) => table.close()));

describe.each([
  ['in memory', async () => memoryPartnerStore()],
  [
    'in DynamoDB',
    async () => {
      const table = await newTable();
      // Nonces and public keys in the same table must not appear in the list.
      await signingPartners(table.client, table.name).useNonce('a/k1#n-1', 1_900_000_000);
      return dynamoPartnerStore(table.client, table.name);
    },
  ],
] as const)('the store of partners %s', (_, create) => {
  let store: PartnerStore;
  beforeAll(async () => {
    store = await create();
    for (const partnerId of ['c', 'a', 'b']) await store.insert(partner(partnerId));
  });

  it('returns nothing for an unknown partner', async () => {
    expect(await store.load('z')).toBeUndefined();
  });

  it('returns a partner as written, without keys and with a revoked one', async () => {
    await store.insert(partner('d', {}));
    expect(await store.load('d')).toEqual({ state: partner('d', {}), version: 1 });
    const revoked = partner('d', { k1: { ...key, revokedAt: key.registeredAt, revokedBy: 'ada' } });
    expect(await store.save(revoked, 1)).toBe('saved');
    expect(await store.load('d')).toEqual({ state: revoked, version: 2 });
  });

  it('inserts once, and saves only if the version is the one that was read', async () => {
    expect(await store.insert(partner('a', {}))).toBe('exists');
    const outcomes = await Promise.all([1, 2, 3].map(() => store.save(partner('a'), 1)));
    expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'saved']);
  });

  it('reserves the public key of each new key for ever, for all partners', async () => {
    const other = (publicKey: string) => ({ ...key, publicKey });
    const first = partner('e', { k1: other('A') });
    expect(await store.insert(first, 'k1')).toBe('inserted');
    expect(await store.insert(partner('f', { k1: other('A') }), 'k1')).toBe('public-key-taken');
    expect(await store.load('f')).toBeUndefined();
    expect(await store.insert(partner('f', { k1: other('B') }), 'k1')).toBe('inserted');
    const both = partner('f', { k1: other('B'), k2: other('A') });
    expect(await store.save(both, 1, 'k2')).toBe('public-key-taken');
    expect(await store.load('f')).toEqual({ state: partner('f', { k1: other('B') }), version: 1 });
    // A save that fails because of a version conflict reserves no public key.
    expect(await store.save(partner('f', { k3: other('C') }), 7, 'k3')).toBe('conflict');
    expect(await store.insert(partner('e', { k3: other('C') }), 'k3')).toBe('exists');
    expect(await store.save(partner('e', { ...first.keys, k3: other('C') }), 1, 'k3')).toBe('saved');
  });

  it('reports a lost race even if the public key is taken, because the key may be its own', async () => {
    expect(await store.insert(partner('e', { k1: { ...key, publicKey: 'A' } }), 'k1')).toBe('exists');
    expect(await store.save(partner('e', { k1: { ...key, publicKey: 'A' } }), 1, 'k1')).toBe('conflict');
  });

  // The SDK reads `constructor.name` to find the class of an object. So if the `name` of a partner's key `constructor`
  // is `Set`, the SDK mistakes the map of the partner's keys for a `Set`.
  it('keeps a key with the id `constructor`', async () => {
    const odd = partner('odd', { constructor: { ...key, name: 'Set' } });
    await store.insert(odd);
    expect(await store.load(odd.partnerId)).toEqual({ state: odd, version: 1 });
    expect(await store.save(odd, 1)).toBe('saved');
    expect(await store.loadMany([odd.partnerId])).toEqual([odd]);
  });

  it('lists partners by id, page by page, and reads them in the requested order', async () => {
    expect(await store.ids({ limit: 2 })).toEqual({ items: ['a', 'b'], next: 'b' });
    expect((await store.ids({ limit: 10, after: 'b' })).items.slice(0, 1)).toEqual(['c']);
    const read = await store.loadMany(['c', 'nothing', 'b']);
    expect(read).toEqual([partner('c'), partner('b')]);
  });
});

describe.each([
  ['in memory', async () => memorySigningPartners(partner('till-7'))],
  [
    'in DynamoDB',
    async () => {
      const table = await newTable();
      await dynamoPartnerStore(table.client, table.name).insert(partner('till-7'));
      return signingPartners(table.client, table.name);
    },
  ],
] as const)('the partners that sign requests, %s', (_, create) => {
  let partners: SigningPartners;
  beforeAll(async () => {
    partners = await create();
  });

  it('are read with their keys, and others are unknown', async () => {
    expect((await partners.load('till-7'))?.state.keys).toEqual({ k1: key });
    expect(await partners.load('till-8')).toBeUndefined();
  });

  it('use each nonce once, also if several requests arrive at the same moment', async () => {
    const expiresAt = 1_900_000_000;
    const uses = await Promise.all([1, 2, 3].map(() => partners.useNonce('till-7/k1#n-1', expiresAt)));
    expect(uses.toSorted()).toEqual([false, false, true]);
    expect(await partners.useNonce('till-7/k1#n-2', expiresAt)).toBe(true);
    expect(await partners.useNonce('till-7/k2#n-1', expiresAt)).toBe(true);
  });
});
