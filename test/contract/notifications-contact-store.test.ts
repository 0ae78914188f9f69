import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoContactStore } from '../../functions/notifications/adapters/dynamo-contact-store.ts';
import type { ContactStore } from '../../functions/notifications/domain/contact.ts';
import { memoryContactStore } from '../support/memory/notifications-stores.ts';
import { eventually } from '../support/eventually.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

const both = {
  email: 'alice@example.com',
  phone: '+4915112345678',
  channels: { email: true, sms: true },
};

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
    await contacts.save('alice', both);
    expect(await contacts.load('alice')).toEqual(both);
  });

  it('shows it to eventually consistent reads a moment later at the latest', async () => {
    expect(await contacts.loadEventuallyConsistent('nobody')).toBeUndefined();
    await contacts.save('glanced', both);
    await eventually(async () => expect(await contacts.loadEventuallyConsistent('glanced')).toEqual(both));
  });

  it('replaces it as a whole: an address that is left out is gone', async () => {
    await contacts.save('bob', both);
    await contacts.save('bob', { channels: { email: false, sms: false } });
    expect(await contacts.load('bob')).toEqual({ channels: { email: false, sms: false } });
  });

  it('keeps customers apart', async () => {
    await contacts.save('carol', { ...both, email: 'carol@example.com' });
    await contacts.save('carol#2', both);
    expect((await contacts.load('carol'))?.email).toBe('carol@example.com');
  });

  it('is not changed by what a caller does with details that it handed in', async () => {
    const details = { ...both, channels: { email: true, sms: true } };
    await contacts.save('dave', details);
    details.channels.sms = false;
    expect((await contacts.load('dave'))?.channels.sms).toBe(true);
  });
});
