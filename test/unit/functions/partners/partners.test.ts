import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { partnerAggregate } from '../../../../functions/partners/aggregate.ts';
import * as api from '../../../../functions/partners/api.ts';
import {
  MAX_KEYS,
  type KeyDetails,
  type PartnerStore,
} from '../../../../functions/partners/domain/partner.ts';
import { listPartners } from '../../../../functions/partners/list-partners.ts';
import { registerKey } from '../../../../functions/partners/register-key.ts';
import { revokeKey } from '../../../../functions/partners/revoke-key.ts';
import { PARTNER_PREFIX } from '../../../../shared/kernel/caller.ts';
import { memoryPartnerStore } from '../../../support/memory/partners-partner-store.ts';
import { weakKeys } from '../../../support/weak-keys.ts';

const trace = { correlationId: 'c-1', causationId: 'c-1' };
const at = (minute: number) => `2026-03-01T09:0${minute}:00.000Z`;
const details = (publicKey: string, more: Partial<KeyDetails> = {}): KeyDetails => ({
  name: 'Till at the door',
  publicKey,
  customerId: 'partner:till-7',
  role: 'customer',
  ...more,
});

let store: PartnerStore;
let minute: number;
const partnersOf = (stored: PartnerStore) => partnerAggregate(stored, () => at(minute));
const registerFor = (partnerId: string, keyId: string, key: KeyDetails, stored = store, by = 'ada') =>
  registerKey({ partners: partnersOf(stored), now: () => at(minute) })(
    { partnerId, keyId, details: key, by },
    trace,
  );
const register = (keyId: string, key: KeyDetails, stored: PartnerStore = store, by = 'ada') =>
  registerFor('till-7', keyId, key, stored, by);
const revoke = (keyId: string, partnerId = 'till-7') =>
  revokeKey({ partners: partnersOf(store) })({ partnerId, keyId, by: 'bob' }, trace);
const versionOf = async () => (await store.load('till-7'))?.version;

beforeEach(() => {
  store = memoryPartnerStore();
  minute = 0;
});

describe('a key', () => {
  it('is registered with who did it and when, under the keyid of its signatures', async () => {
    expect(await register('k1', details('A'))).toEqual({
      partnerId: 'till-7',
      keys: [
        {
          keyId: 'k1',
          signatureKeyId: 'till-7/k1',
          ...details('A'),
          registeredAt: at(0),
          registeredBy: 'ada',
        },
      ],
    });
  });

  it('that is registered again with the same details stays as it was', async () => {
    const first = await register('k1', details('A'));
    const version = await versionOf();
    minute = 1;
    expect(await register('k1', details('A'), store, 'bob')).toEqual(first);
    expect(await versionOf()).toBe(version);
  });

  it.each([
    ['another public key', details('B')],
    ['another name', details('A', { name: 'Another till' })],
    ['another customer', details('A', { customerId: 'partner:till-8' })],
  ])('is never replaced by %s', async (_, other) => {
    await register('k1', details('A'));
    await expect(register('k1', other)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'partner.key-exists',
    });
  });

  it('is revoked for ever, with who did it and when', async () => {
    await register('k1', details('A'));
    minute = 1;
    const revoked = await revoke('k1');
    expect(revoked.keys).toMatchObject([{ keyId: 'k1', revokedAt: at(1), revokedBy: 'bob' }]);
    minute = 2;
    expect(await revoke('k1')).toEqual(revoked);
    await expect(register('k1', details('A'))).rejects.toMatchObject({ code: 'partner.key-revoked' });
  });

  it('cannot have a public key that another one has or had', async () => {
    await register('k1', details('A'));
    await revoke('k1');
    await expect(register('k2', details('A'))).rejects.toMatchObject({ code: 'partner.public-key-known' });
  });

  it('cannot have a public key that one of another partner has or had', async () => {
    await register('k1', details('A'));
    const taken = { kind: 'conflict', code: 'partner.public-key-known' };
    await expect(registerFor('till-8', 'k1', details('A'))).rejects.toMatchObject(taken);
    await revoke('k1');
    await expect(registerFor('till-8', 'k1', details('A'))).rejects.toMatchObject(taken);
    expect(await store.load('till-8')).toBeUndefined();
    await registerFor('till-8', 'k1', details('B'));
    await expect(registerFor('till-8', 'k2', details('A'))).rejects.toMatchObject(taken);
  });

  it('whose registration was refused may be registered under another id', async () => {
    await register('k1', details('A'));
    await expect(register('k1', details('B'))).rejects.toMatchObject({ code: 'partner.key-exists' });
    expect((await register('k2', details('B'))).keys).toHaveLength(2);
  });

  it('may have an id that every object has', async () => {
    const { keys } = await register('constructor', details('A'));
    expect(keys).toMatchObject([{ keyId: 'constructor', publicKey: 'A' }]);
    expect((await revoke('constructor')).keys).toMatchObject([{ revokedBy: 'bob' }]);
  });

  it.each([
    ['a key', 'k2', 'till-7', 'partner.key-not-found'],
    ['a key that every object has', 'constructor', 'till-7', 'partner.key-not-found'],
    ['a partner', 'k1', 'till-8', 'partner.not-found'],
  ])('%s that does not exist cannot be revoked', async (_, keyId, partnerId, code) => {
    await register('k1', details('A'));
    await expect(revoke(keyId, partnerId)).rejects.toMatchObject({ kind: 'not-found', code });
  });
});

describe('a partner', () => {
  it('rotates its key: both are valid until the first is revoked', async () => {
    await register('k1', details('A'));
    minute = 1;
    const both = await register('k2', details('B'));
    expect(both.keys.map(({ keyId, revokedAt }) => [keyId, revokedAt])).toEqual([
      ['k1', undefined],
      ['k2', undefined],
    ]);
    expect((await revoke('k1')).keys.map(({ keyId, revokedAt }) => [keyId, revokedAt])).toEqual([
      ['k1', at(1)],
      ['k2', undefined],
    ]);
  });

  it('has a bounded number of keys, and revoked ones count', async () => {
    for (let n = 0; n < MAX_KEYS; n += 1) await register(`k${n}`, details(`key ${n}`));
    await revoke('k0');
    await expect(register('one-more', details('another'))).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'partner.too-many-keys',
    });
    expect((await register('k1', details('key 1'))).keys).toHaveLength(MAX_KEYS);
  });

  it('keeps both keys if two are registered at the same moment', async () => {
    await Promise.all([register('k1', details('A')), register('k2', details('B'))]);
    expect(Object.keys((await store.load('till-7'))?.state.keys ?? {}).toSorted()).toEqual(['k1', 'k2']);
  });

  it('is created with its first key in one write, or not at all', async () => {
    const failing = { ...store, insert: () => Promise.reject(new Error('no')) };
    await expect(register('k1', details('A'), failing)).rejects.toThrow('no');
    expect(await store.load('till-7')).toBeUndefined();
    const { partnerId } = await register('k1', details('A'));
    expect(await store.load(partnerId)).toMatchObject({ version: 1, state: { keys: { k1: details('A') } } });
  });

  it('is listed with all of its keys', async () => {
    await register('k1', details('A'));
    const page = await listPartners({ store })({ limit: 1 });
    expect(page).toMatchObject({ items: [{ partnerId: 'till-7', keys: [{ keyId: 'k1' }] }], next: 'till-7' });
    expect(await listPartners({ store })({ limit: 1, after: 'till-7' })).toEqual({ items: [] });
  });
});

describe('the request that registers a key', () => {
  const raw = 'JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=';
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs' };
  const body = { name: 'Till', publicKey: raw as unknown, customerId: 'partner:till-7' };
  const accepts = (more: object) => z.safeParse(api.registerKey.body!, { ...body, ...more }).success;

  it.each([
    ['base64', raw],
    ['base64url', jwk.x],
    ['a JSON Web Key', jwk],
    ['a JSON Web Key with its use', { ...jwk, kid: 'k1', alg: 'EdDSA', use: 'sig' }],
  ])('takes a public key as %s', (_, publicKey) => {
    expect(accepts({ publicKey })).toBe(true);
  });

  it.each([
    ['a private key', { ...jwk, d: 'n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU' }],
    ['a key on another curve', { ...jwk, crv: 'X25519' }],
    ['an RSA key', { kty: 'RSA', n: 'AQ', e: 'AQAB' }],
    ['too few bytes', 'AAAA'],
    ['PEM', '-----BEGIN PUBLIC KEY-----'],
    ['nothing', undefined],
  ])('refuses %s', (_, publicKey) => {
    expect(accepts({ publicKey })).toBe(false);
  });

  it('reads one spelling of a public key, in whichever form it is sent', () => {
    const read = (publicKey: unknown) => z.parse(api.registerKey.body!, { ...body, publicKey }).publicKey;
    expect([raw, jwk.x, jwk].map(read)).toEqual([jwk.x, jwk.x, jwk.x]);
  });

  it.each(weakKeys)('refuses %s as a public key, and says which field is wrong', (_, hex) => {
    const bytes = Buffer.from(hex, 'hex');
    const x = bytes.toString('base64url');
    for (const publicKey of [bytes.toString('base64'), x, { ...jwk, x }]) {
      const { error } = z.safeParse(api.registerKey.body!, { ...body, publicKey });
      expect(error?.issues).toMatchObject([
        { path: ['publicKey'], message: expect.stringContaining('small order') },
      ]);
    }
  });

  it.each(['alice', 'staff:ada', 'partner:', `partner:${'x'.repeat(65)}`, 'partner:a b', 'Partner:a'])(
    'refuses the customer id %s, so no key acts for a person',
    (customerId) => {
      expect(accepts({ customerId })).toBe(false);
    },
  );

  it('takes a customer id with the prefix that no token has', () => {
    expect(accepts({ customerId: `${PARTNER_PREFIX}till-7` })).toBe(true);
  });

  it.each(['staff', 'admin'])('refuses the role %s', (role) => {
    expect(accepts({ role })).toBe(false);
  });

  it.each(['k1', 'a', '2026-03', 'x'.repeat(32)])('takes the id %s', (keyId) => {
    expect(z.safeParse(api.registerKey.params!, { partnerId: 'till-7', keyId }).success).toBe(true);
  });

  it.each(['', 'K1', '-a', 'a-', 'a/b', 'a b', 'x'.repeat(33)])('refuses the id "%s"', (keyId) => {
    expect(z.safeParse(api.registerKey.params!, { partnerId: 'till-7', keyId }).success).toBe(false);
  });
});
