import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { dynamoCodeStore } from '../../functions/notifications/adapters/dynamo-code-store.ts';
import { dynamoContactStore } from '../../functions/notifications/adapters/dynamo-contact-store.ts';
import type { ContactStore } from '../../functions/notifications/domain/contact.ts';
import {
  MAX_TRIES,
  type CodeStore,
  type VerificationCode,
} from '../../functions/notifications/domain/verification-code.ts';
import { memoryCodeStore } from '../support/memory/notifications-codes.ts';
import { memoryContactStore } from '../support/memory/notifications-stores.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

interface Stores {
  readonly codes: CodeStore;
  readonly contacts: ContactStore;
}
const inMemory = async (): Promise<Stores> => {
  const contacts = memoryContactStore();
  return { contacts, codes: memoryCodeStore(contacts) };
};
let table: ServiceTable | undefined;
const inDynamo = async (): Promise<Stores> => {
  table ??= await createServiceTable('notifications');
  tables.push(table);
  return {
    contacts: dynamoContactStore(table.client, table.name),
    codes: dynamoCodeStore(table.client, table.name),
  };
};

const at = '2026-03-01T09:00:00.000Z';
const later = '2026-03-01T09:05:00.000Z';

describe.each<[string, () => Promise<Stores>]>([
  ['in memory', inMemory],
  ['in DynamoDB', inDynamo],
])('the store of codes %s', (_where, create) => {
  let stores: Stores;
  let customerId: string;
  beforeEach(async () => {
    stores = await create();
    customerId = randomUUID();
  });
  const codeOf = (codeHash = 'hash'): VerificationCode => ({
    customerId,
    channel: 'email',
    addressHash: 'address',
    codeHash,
    validUntil: later,
    tries: 0,
  });
  const spending = (key: string, before: readonly string[], now: string) => ({
    before: { key, sentAt: before },
    after: { key, sentAt: [...before, now] },
  });

  it('keeps the last code of each customer and channel, and the budgets', async () => {
    const { codes } = stores;
    expect(await codes.load(customerId, 'email')).toBeUndefined();
    expect(await codes.budget(customerId)).toEqual({ key: customerId, sentAt: [] });
    expect(await codes.issue(codeOf('first'), [spending(customerId, [], at)])).toBe(true);
    expect(await codes.issue(codeOf('second'), [spending(customerId, [at], later)])).toBe(true);
    expect(await codes.load(customerId, 'email')).toEqual(codeOf('second'));
    expect(await codes.load(customerId, 'sms')).toBeUndefined();
    expect(await codes.budget(customerId)).toEqual({ key: customerId, sentAt: [at, later] });
  });

  it('issues no code if one of its budgets has changed, and writes nothing', async () => {
    const { codes } = stores;
    const other = randomUUID();
    await codes.issue(codeOf('first'), [spending(customerId, [], at)]);
    const stale = [spending(other, [], later), spending(customerId, [], later)];
    expect(await codes.issue(codeOf('second'), stale)).toBe(false);
    expect((await codes.load(customerId, 'email'))?.codeHash).toBe('first');
    expect((await codes.budget(other)).sentAt).toEqual([]);
  });

  it('issues one of several codes that come at the same moment', async () => {
    const { codes } = stores;
    const results = await Promise.all(
      ['a', 'b', 'c'].map((hash) => codes.issue(codeOf(hash), [spending(customerId, [], at)])),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect((await codes.budget(customerId)).sentAt).toEqual([at]);
  });

  it('counts tries up to the limit, and none of a code that was replaced', async () => {
    const { codes } = stores;
    await codes.issue(codeOf(), [spending(customerId, [], at)]);
    const tries = await Promise.all(Array.from({ length: MAX_TRIES + 3 }, () => codes.countTry(codeOf())));
    const counted = tries.filter((count) => count !== undefined);
    expect(counted.toSorted()).toEqual([1, 2, 3, 4, 5]);
    await codes.issue(codeOf('second'), [spending(customerId, [at], later)]);
    expect(await codes.countTry(codeOf())).toBeUndefined();
    expect(await codes.countTry(codeOf('second'))).toBe(1);
  });

  it('redeems a code once, together with the contact details', async () => {
    const { codes, contacts } = stores;
    const before = { email: { address: 'alice@example.com' }, channels: { email: true, sms: false } };
    const after = { ...before, email: { ...before.email, verifiedAt: at } };
    await contacts.save(customerId, { before: undefined, after: before, at });
    await codes.issue(codeOf(), [spending(customerId, [], at)]);
    expect(await codes.redeem(codeOf(), { before, after, at })).toBe(true);
    expect(await contacts.load(customerId)).toEqual(after);
    expect(await codes.load(customerId, 'email')).toEqual({ ...codeOf(), usedAt: at });
    expect(await codes.redeem(codeOf(), { before: after, after, at: later })).toBe(false);
    expect(await codes.countTry(codeOf())).toBeUndefined();
  });

  it('redeems nothing if the address has changed', async () => {
    const { codes, contacts } = stores;
    const before = { email: { address: 'alice@example.com' }, channels: { email: true, sms: false } };
    const other = { ...before, email: { address: 'other@example.com' } };
    await contacts.save(customerId, { before: undefined, after: other, at });
    await codes.issue(codeOf(), [spending(customerId, [], at)]);
    expect(await codes.redeem(codeOf(), { before, after: before, at })).toBe(false);
    expect(await contacts.load(customerId)).toEqual(other);
    expect(await codes.load(customerId, 'email')).toEqual(codeOf());
  });
});
