import { describe, expect, it } from '@jest/globals';
import * as api from '../../../../functions/notifications/api.ts';
import { destinationsOf, type ContactDetails } from '../../../../functions/notifications/domain/contact.ts';
import { getContact } from '../../../../functions/notifications/get-contact.ts';
import { setContact } from '../../../../functions/notifications/set-contact.ts';
import { AppError } from '../../../../shared/errors.ts';
import { validate } from '../../../../shared/http/contract.ts';
import { now, numbers, verified } from '../../../support/notifications.ts';
import { memoryContactStore } from '../../../support/memory/notifications-stores.ts';

const alice = { id: 'alice', roles: [] };
const unverified = { email: 'unverified', phone: 'unverified' } as const;
const setting = (contacts = memoryContactStore()) =>
  setContact({ contacts, numbers, now: () => now, pause: async () => undefined });
const email = 'alice@example.com';
const phone = '+4915112345678';
const off = { email: false, sms: false };
const Contact = api.setContact.body!;

describe('my contact', () => {
  it('has no address and no channel on before I said anything', async () => {
    expect(await getContact({ contacts: memoryContactStore() })(alice)).toEqual({
      channels: off,
      status: {},
    });
  });

  it('is what I said last, as a whole', async () => {
    const contacts = memoryContactStore();
    await setting(contacts)(alice, { email, phone, channels: { email: true, sms: true } });
    const second = { email, channels: { email: true, sms: false } };
    const view = { ...second, status: { email: 'unverified' } };
    expect(await setting(contacts)(alice, second)).toEqual(view);
    expect(await getContact({ contacts })(alice)).toEqual(view);
  });

  it('is not shown to other customers', async () => {
    const contacts = memoryContactStore();
    await setting(contacts)(alice, { email, channels: { email: true, sms: false } });
    expect(await getContact({ contacts })({ id: 'bob', roles: ['admin'] })).toEqual({
      channels: off,
      status: {},
    });
  });

  it.each([
    [{ channels: { email: true, sms: false } }, ['/email']],
    [{ email, channels: { email: true, sms: true } }, ['/phone']],
    [{ channels: { email: true, sms: true } }, ['/email', '/phone']],
  ])('needs an address for each channel that is on: %j', async (contact, pointers) => {
    const contacts = memoryContactStore();
    await expect(setting(contacts)(alice, contact)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'contact.address-missing',
      fields: pointers.map((pointer) => ({ pointer, detail: 'is needed for a channel that is on' })),
    });
    expect(await contacts.load('alice')).toBeUndefined();
  });

  it('may keep an address while its channel is off', async () => {
    const contact = { email, phone, channels: off };
    expect(await setting()(alice, contact)).toEqual({ ...contact, status: unverified });
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
  const both = verified({ email: true, sms: true });
  const mail = { channel: 'email', address: email };
  const text = { channel: 'sms', address: phone };

  it.each<[string, ContactDetails, readonly string[], readonly object[]]>([
    ['are the channels that are on', both, ['DE'], [mail, text]],
    ['leave out a channel that is off', verified({ email: false, sms: true }), ['DE'], [text]],
    ['leave out a channel without an address', { channels: both.channels }, ['DE'], []],
    ['leave out an unverified address', { ...both, email: { address: email } }, ['DE'], [text]],
    [
      'leave out an address that mails came back from',
      { ...both, email: { ...both.email!, stopped: { at: now, cause: 'bounced' } } },
      ['DE'],
      [text],
    ],
    ['leave out a number of a country that gets no texts any more', both, ['AT'], [mail]],
  ])('%s', (_what, contact, countries, destinations) => {
    expect(destinationsOf(contact, countries)).toEqual(destinations);
  });
});
