import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoContactStore } from '../../functions/notifications/adapters/dynamo-contact-store.ts';
import type { ContactDetails, ContactStore } from '../../functions/notifications/domain/contact.ts';
import { memoryContactStore } from '../support/memory/notifications-stores.ts';
import { eventually } from '../support/eventually.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

const at = '2026-03-01T09:00:00.000Z';
const both: ContactDetails = {
  email: { address: 'alice@example.com', verifiedAt: at },
  phone: { address: '+4915112345678', country: 'DE' },
  channels: { email: true, sms: true },
};
/** The change that saves a customer's contact details for the first time. */
const first = (after: ContactDetails) => ({ before: undefined, after, at });

describe.each<[string, () => Promise<ContactStore>]>([
  ['in memory', async () => memoryContactStore()],
  [
    'in DynamoDB',
    async () => {
      const table = await createServiceTable('notifications');
      tables.push(table);
      return dynamoContactStore(table.client, table.name);
    },
  ],
])('the contact store %s', (_where, create) => {
  let contacts: ContactStore;
  beforeAll(async () => {
    contacts = await create();
  });

  it('has nothing for a customer who said nothing', async () => {
    expect(await contacts.load('nobody')).toBeUndefined();
  });

  it('gives back what a customer said', async () => {
    expect(await contacts.save('alice', first(both))).toBe(true);
    expect(await contacts.load('alice')).toEqual(both);
  });

  it('shows it to eventually consistent reads a moment later at the latest', async () => {
    expect(await contacts.loadEventuallyConsistent('nobody')).toBeUndefined();
    await contacts.save('glanced', first(both));
    await eventually(async () => expect(await contacts.loadEventuallyConsistent('glanced')).toEqual(both));
  });

  it('replaces it as a whole: an address that is left out is gone', async () => {
    await contacts.save('bob', first(both));
    const after = { channels: { email: false, sms: false } };
    expect(await contacts.save('bob', { before: both, after, at })).toBe(true);
    expect(await contacts.load('bob')).toEqual(after);
  });

  it('refuses a change that was decided from other addresses than the stored ones, and writes nothing', async () => {
    await contacts.save('erin', first(both));
    const email = { ...both.email!, stopped: { at, cause: 'bounced' as const } };
    const marked = { ...both, email };
    await contacts.save('erin', { before: both, after: marked, at });
    for (const before of [
      both,
      undefined,
      { ...both, phone: { address: '+4915112345679', country: 'DE' } },
    ]) {
      expect(await contacts.save('erin', { before, after: both, at })).toBe(false);
    }
    expect(await contacts.load('erin')).toEqual(marked);
    expect(await contacts.save('frank', { before: both, after: both, at })).toBe(false);
    expect(await contacts.load('frank')).toBeUndefined();
  });

  it('lets the last of two changes of the channels win', async () => {
    await contacts.save('gina', first(both));
    const off = { ...both, channels: { email: false, sms: false } };
    expect(await contacts.save('gina', { before: both, after: off, at })).toBe(true);
    expect(await contacts.save('gina', { before: both, after: both, at })).toBe(true);
    expect(await contacts.load('gina')).toEqual(both);
  });

  it('keeps customers apart', async () => {
    const email = { address: 'carol@example.com' };
    await contacts.save('carol', first({ ...both, email }));
    await contacts.save('carol#2', first(both));
    expect((await contacts.load('carol'))?.email).toEqual(email);
  });

  it('is deleted when its customer is forgotten, and that can be repeated', async () => {
    const { at } = first(both);
    await contacts.save('erin', first(both));
    await contacts.forget('erin', at);
    await contacts.forget('erin', at);
    expect(await contacts.load('erin')).toBeUndefined();
  });

  it('is kept if its customer came back after the request', async () => {
    await contacts.save('frank', first(both));
    await contacts.forget('frank', '2000-01-01T00:00:00.000Z');
    expect(await contacts.load('frank')).toEqual(both);
  });

  it('is not changed by what a caller does with details that it handed in', async () => {
    const details = { ...both, channels: { email: true, sms: true } };
    await contacts.save('dave', first(details));
    details.channels.sms = false;
    expect((await contacts.load('dave'))?.channels.sms).toBe(true);
  });
});
