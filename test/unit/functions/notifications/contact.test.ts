import { describe, expect, it } from '@jest/globals';
import * as api from '../../../../functions/notifications/api.ts';
import { destinationsOf } from '../../../../functions/notifications/domain/contact.ts';
import { getContact } from '../../../../functions/notifications/get-contact.ts';
import { setContact } from '../../../../functions/notifications/set-contact.ts';
import { AppError } from '../../../../shared/errors.ts';
import { validate } from '../../../../shared/http/contract.ts';
import { memoryContactStore } from '../../../support/memory/notifications-stores.ts';

const alice = { id: 'alice', roles: [] };
const email = 'alice@example.com';
const phone = '+4915112345678';
const off = { email: false, sms: false };
const Contact = api.setContact.body!;

describe('my contact', () => {
  it('has no address and no channel on before I said anything', async () => {
    expect(await getContact({ contacts: memoryContactStore() })(alice)).toEqual({ channels: off });
  });

  it('is what I said last, as a whole', async () => {
    const contacts = memoryContactStore();
    await setContact({ contacts })(alice, { email, phone, channels: { email: true, sms: true } });
    const second = { email, channels: { email: true, sms: false } };
    expect(await setContact({ contacts })(alice, second)).toEqual(second);
    expect(await getContact({ contacts })(alice)).toEqual(second);
  });

  it('is not shown to other customers', async () => {
    const contacts = memoryContactStore();
    await setContact({ contacts })(alice, { email, channels: { email: true, sms: false } });
    expect(await getContact({ contacts })({ id: 'bob', roles: ['admin'] })).toEqual({ channels: off });
  });

  it.each([
    [{ channels: { email: true, sms: false } }, ['/email']],
    [{ email, channels: { email: true, sms: true } }, ['/phone']],
    [{ channels: { email: true, sms: true } }, ['/email', '/phone']],
  ])('needs an address for each channel that is on: %j', async (contact, pointers) => {
    const contacts = memoryContactStore();
    await expect(setContact({ contacts })(alice, contact)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'contact.address-missing',
      fields: pointers.map((pointer) => ({ pointer, detail: 'is needed for a channel that is on' })),
    });
    expect(await contacts.load('alice')).toBeUndefined();
  });

  it('may keep an address while its channel is off', async () => {
    const contact = { email, phone, channels: off };
    expect(await setContact({ contacts: memoryContactStore() })(alice, contact)).toEqual(contact);
  });
});

describe('a request to change my contact', () => {
  it('is taken as it is when it is well formed', () => {
    const contact = { email, phone, channels: { email: true, sms: true } };
    expect(validate('body', Contact, contact)).toEqual(contact);
    expect(validate('body', Contact, { channels: off })).toEqual({ channels: off });
  });

  it.each([
    ['an address without a domain', { email: 'alice', channels: off }, '/email'],
    [
      'an address with a line break',
      { email: 'alice@example.com\r\nBcc: x@y.example', channels: off },
      '/email',
    ],
    ['an address of 255 characters', { email: `${'a'.repeat(243)}@example.com`, channels: off }, '/email'],
    ['an empty address', { email: '', channels: off }, '/email'],
    ['a number without a country', { phone: '015112345678', channels: off }, '/phone'],
    ['a number with spaces', { phone: '+49 151 12345678', channels: off }, '/phone'],
    ['a number of 16 digits', { phone: '+4915112345678901', channels: off }, '/phone'],
    ['no channels', { email }, '/channels'],
    ['a channel that is left open', { channels: { email: false } }, '/channels/sms'],
    ['a channel that is no switch', { channels: { email: 'yes', sms: false } }, '/channels/email'],
    ['an unknown channel', { channels: { ...off, fax: true } }, '/channels/fax'],
    ['an unknown field', { channels: off, name: 'Alice' }, '/name'],
  ])('is refused with %s, by its pointer', (_what, body, pointer) => {
    let refusal: unknown;
    try {
      validate('body', Contact, body);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(AppError);
    const { kind, fields } = refusal as AppError;
    expect(kind).toBe('invalid');
    expect(fields.map((field) => field.pointer)).toContain(pointer);
  });
});

describe('the destinations of a contact', () => {
  it('are the channels that are on, with their addresses', () => {
    expect(destinationsOf({ email, phone, channels: { email: true, sms: true } })).toEqual([
      { channel: 'email', address: email },
      { channel: 'sms', address: phone },
    ]);
    expect(destinationsOf({ email, phone, channels: { email: false, sms: true } })).toEqual([
      { channel: 'sms', address: phone },
    ]);
  });

  it('leave out a channel without an address', () => {
    expect(destinationsOf({ channels: { email: true, sms: true } })).toEqual([]);
  });
});
