import { describe, expect, it } from '@jest/globals';
import type { ContactStore, RequestedContact } from '../../../../functions/notifications/domain/contact.ts';
import {
  CODES_PER_ADDRESS,
  CODES_PER_CUSTOMER,
  MAX_TRIES,
} from '../../../../functions/notifications/domain/verification-code.ts';
import { getContact } from '../../../../functions/notifications/get-contact.ts';
import { sendCode } from '../../../../functions/notifications/send-code.ts';
import { setContact } from '../../../../functions/notifications/set-contact.ts';
import { verifyAddress } from '../../../../functions/notifications/verify-address.ts';
import { hmacCodeSecrets } from '../../../../functions/notifications/adapters/code-secrets.ts';
import { addSeconds } from '../../../../shared/kernel/clock.ts';
import { memoryCodeStore } from '../../../support/memory/notifications-codes.ts';
import { memoryMailer, memoryTexter } from '../../../support/memory/notifications-providers.ts';
import { memoryContactStore } from '../../../support/memory/notifications-stores.ts';
import { now, numbers, outage, phone } from '../../../support/notifications.ts';

const alice = { id: 'alice', roles: [] };
const email = 'stranger@example.com';
const byMail: RequestedContact = { email, channels: { email: true, sms: false } };
const byText: RequestedContact = { phone, channels: { email: false, sms: true } };

/** The use cases around verification, with stores and providers in memory. */
const shop = (wrap: (contacts: ContactStore) => ContactStore = (contacts) => contacts) => {
  const stored = memoryContactStore();
  const contacts = wrap(stored);
  const clock = { now };
  const time = { now: () => clock.now, pause: async () => undefined };
  const codes = memoryCodeStore(contacts);
  const secrets = hmacCodeSecrets(async () => 'key');
  const mailer = memoryMailer();
  const texter = memoryTexter();
  const send = sendCode({
    contacts,
    codes,
    secrets,
    mailer,
    texter,
    textCountries: Object.keys(numbers),
    ...time,
  });
  /** The code in the last message of a channel. */
  const lastCode = (channel: 'email' | 'sms'): string => {
    const { content } = (channel === 'email' ? mailer : texter).sent.at(-1)!;
    return /\d{6}/.exec(channel === 'email' ? content.paragraphs.join() : content.sms)![0];
  };
  return {
    mailer,
    texter,
    lastCode,
    set: setContact({ contacts, numbers, ...time }),
    get: getContact({ contacts }),
    send: (channel: 'email' | 'sms', caller = alice) => send(caller, channel, 'request-1'),
    verify: verifyAddress({ contacts, codes, secrets, ...time }),
    wait: (seconds: number) => {
      clock.now = addSeconds(clock.now, seconds);
    },
  };
};

/** A code that is not `code`. */
const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

describe('an address', () => {
  it.each([
    ['email', byMail, email],
    ['sms', byText, phone],
  ] as const)('of channel %s is verified with the code that was sent to it', async (channel, contact, to) => {
    const { set, get, send, verify, lastCode, mailer, texter } = shop();
    const field = channel === 'email' ? 'email' : 'phone';
    expect((await set(alice, contact)).status).toEqual({ [field]: 'unverified' });
    expect(await send(channel)).toEqual({ channel, validUntil: addSeconds(now, 600) });
    expect([...mailer.sent, ...texter.sent].map((message) => message.to)).toEqual([to]);
    expect((await verify(alice, channel, lastCode(channel))).status).toEqual({ [field]: 'verified' });
    expect(await get(alice)).toEqual({ ...contact, status: { [field]: 'verified' } });
  });

  it('that the token proves is verified at once, whatever its upper and lower case', async () => {
    const proven = { ...alice, email: 'Stranger@Example.com', phone };
    const { set, mailer } = shop();
    expect(await set(proven, { email, phone, channels: { email: true, sms: true } })).toMatchObject({
      status: { email: 'verified', phone: 'verified' },
    });
    expect(mailer.sent).toEqual([]);
  });

  it('that the token proves does not verify another one', async () => {
    const { set } = shop();
    const proven = { ...alice, email: 'alice@example.com', phone: '+4915112345679' };
    expect(await set(proven, { email, phone, channels: { email: true, sms: true } })).toMatchObject({
      status: { email: 'unverified', phone: 'unverified' },
    });
  });

  it('stays verified while it is unchanged, and is unverified after a change', async () => {
    const { set, send, verify, lastCode } = shop();
    await set(alice, byMail);
    await send('email');
    await verify(alice, 'email', lastCode('email'));
    expect((await set(alice, { email, channels: { email: false, sms: false } })).status.email).toBe(
      'verified',
    );
    expect((await set(alice, { ...byMail, email: 'other@example.com' })).status.email).toBe('unverified');
    expect((await set(alice, byMail)).status.email).toBe('unverified');
  });

  it('that is absent or verified gets no code', async () => {
    const { set, send, mailer } = shop();
    await expect(send('email')).rejects.toMatchObject({ kind: 'not-found', code: 'contact.no-address' });
    await set({ ...alice, email }, byMail);
    await expect(send('email')).rejects.toMatchObject({ kind: 'conflict', code: 'contact.already-verified' });
    await expect(send('sms')).rejects.toMatchObject({ code: 'contact.no-address' });
    expect(mailer.sent).toEqual([]);
  });
});

describe('a code', () => {
  const sent = async () => {
    const world = shop();
    await world.set(alice, byMail);
    await world.send('email');
    return { ...world, code: world.lastCode('email') };
  };

  it('that is wrong says how many tries are left, and then ends', async () => {
    const { verify, code } = await sent();
    for (let left = MAX_TRIES - 1; left > 0; left -= 1) {
      await expect(verify(alice, 'email', wrong(code))).rejects.toMatchObject({
        kind: 'unprocessable',
        code: 'contact.code-wrong',
        message: expect.stringContaining(`${left}`),
      });
    }
    await expect(verify(alice, 'email', wrong(code))).rejects.toMatchObject({ code: 'contact.code-wrong' });
    // The right code comes too late.
    await expect(verify(alice, 'email', code)).rejects.toMatchObject({ code: 'contact.no-tries-left' });
  });

  it('may be right at the last try', async () => {
    const { verify, code } = await sent();
    for (let tries = 1; tries < MAX_TRIES; tries += 1) {
      await verify(alice, 'email', wrong(code)).catch(() => undefined);
    }
    expect((await verify(alice, 'email', code)).status.email).toBe('verified');
  });

  it('gets no more tries if they come at the same moment', async () => {
    const { verify, code } = await sent();
    const results = await Promise.allSettled(
      Array.from({ length: 3 * MAX_TRIES }, () => verify(alice, 'email', wrong(code))),
    );
    const codes = results.map((result) => (result.status === 'rejected' ? result.reason.code : 'verified'));
    expect(codes.filter((one) => one === 'contact.code-wrong')).toHaveLength(MAX_TRIES);
    expect(codes).not.toContain('verified');
  });

  it('expires after ten minutes', async () => {
    const { verify, code, wait } = await sent();
    wait(600);
    await expect(verify(alice, 'email', code)).rejects.toMatchObject({ code: 'contact.code-expired' });
  });

  it('is used once', async () => {
    const { verify, set, code } = await sent();
    await verify(alice, 'email', code);
    await expect(verify(alice, 'email', code)).rejects.toMatchObject({ code: 'contact.already-verified' });
    // The address is left out and entered again, so it is unverified. The used code does not verify it.
    await set(alice, { channels: { email: false, sms: false } });
    await set(alice, byMail);
    await expect(verify(alice, 'email', code)).rejects.toMatchObject({ code: 'contact.code-used' });
  });

  it('does not verify an address that was entered after it was sent', async () => {
    const { verify, set, code } = await sent();
    await set(alice, { ...byMail, email: 'other@example.com' });
    await expect(verify(alice, 'email', code)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'contact.code-for-other-address',
    });
  });

  it('does not verify an address that changes at the same moment', async () => {
    let race: (() => Promise<unknown>) | undefined;
    const world = shop((contacts) => ({
      ...contacts,
      save: async (customerId, change) => {
        const meanwhile = race;
        race = undefined;
        await meanwhile?.();
        return contacts.save(customerId, change);
      },
    }));
    await world.set(alice, byMail);
    await world.send('email');
    race = () => world.set(alice, { ...byMail, email: 'other@example.com' });
    await expect(world.verify(alice, 'email', world.lastCode('email'))).rejects.toMatchObject({
      code: 'contact.code-for-other-address',
    });
    expect((await world.get(alice)).status.email).toBe('unverified');
  });

  it('that is replaced at the same moment says so', async () => {
    let race: (() => Promise<unknown>) | undefined;
    const world = shop((contacts) => ({
      ...contacts,
      save: async (customerId, change) => {
        const meanwhile = race;
        race = undefined;
        await meanwhile?.();
        return meanwhile === undefined && (await contacts.save(customerId, change));
      },
    }));
    await world.set(alice, byMail);
    await world.send('email');
    race = () => world.send('email');
    await expect(world.verify(alice, 'email', world.lastCode('email'))).rejects.toMatchObject({
      code: 'contact.code-replaced',
    });
  });

  it('of one customer or channel does not work for another', async () => {
    const { verify, set, send, code } = await sent();
    const bob = { id: 'bob', roles: [] };
    await set(bob, byMail);
    await expect(verify(bob, 'email', code)).rejects.toMatchObject({ code: 'contact.no-code' });
    await send('email', bob);
    await expect(verify(bob, 'email', code)).rejects.toMatchObject({ code: 'contact.code-wrong' });
  });

  it('is replaced by the next one', async () => {
    const { verify, send, lastCode, code } = await sent();
    await send('email');
    if (lastCode('email') !== code) {
      await expect(verify(alice, 'email', code)).rejects.toMatchObject({ code: 'contact.code-wrong' });
    }
    expect((await verify(alice, 'email', lastCode('email'))).status.email).toBe('verified');
  });

  it('that the provider does not take is a 503, and may be requested again', async () => {
    const { set, send, mailer } = shop();
    await set(alice, byMail);
    mailer.behave(outage);
    await expect(send('email')).rejects.toMatchObject({ kind: 'unavailable' });
    await send('email');
    expect(mailer.sent).toHaveLength(1);
  });

  it('for an address that the provider refuses says so', async () => {
    const { set, send, mailer } = shop();
    await set(alice, byMail);
    mailer.behave({ outcome: 'refused', code: 'InvalidParameterValue' });
    await expect(send('email')).rejects.toMatchObject({ code: 'contact.address-refused' });
  });
});

describe('the number of codes', () => {
  it('to one address is bounded over all customers, and grows again after a day', async () => {
    const { set, send, mailer, wait } = shop();
    const attackers = Array.from({ length: 10 }, (_, n) => ({ id: `attacker-${n}`, roles: [] }));
    for (const attacker of attackers) await set(attacker, { ...byMail, email: n(attacker.id, email) });
    const results = await Promise.allSettled(attackers.map((attacker) => send('email', attacker)));
    expect(mailer.sent).toHaveLength(CODES_PER_ADDRESS);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(10 - CODES_PER_ADDRESS);
    wait(3600);
    await expect(send('email', attackers[9])).rejects.toMatchObject({
      kind: 'too-many',
      code: 'contact.too-many-codes',
      retryAfter: 23 * 3600,
    });
    wait(23 * 3600);
    await send('email', attackers[9]);
    expect(mailer.sent).toHaveLength(CODES_PER_ADDRESS + 1);
  });

  it('of one customer is bounded over all addresses', async () => {
    const { set, send, mailer } = shop();
    for (let address = 0; address < 2 * CODES_PER_CUSTOMER; address += 1) {
      await set(alice, { ...byMail, email: `stranger-${address}@example.com` });
      await send('email').catch(() => undefined);
    }
    expect(mailer.sent).toHaveLength(CODES_PER_CUSTOMER);
  });
});

/** Half of the attackers write the address in upper case. */
const n = (id: string, address: string): string =>
  Number(id.at(-1)) % 2 === 0 ? address : address.toUpperCase();

describe('a phone number', () => {
  it('must be a mobile number of a country that gets text messages', async () => {
    const { set } = shop();
    for (const other of ['+4990012345678', '+442079460000', '+8823456789']) {
      await expect(set(alice, { ...byText, phone: other })).rejects.toMatchObject({
        kind: 'unprocessable',
        code: 'contact.phone-not-supported',
        fields: [{ pointer: '/phone', detail: expect.any(String) }],
      });
    }
  });

  it('is refused by a shop that sends no text messages', async () => {
    const set = setContact({
      contacts: memoryContactStore(),
      numbers: {},
      now: () => now,
      pause: async () => undefined,
    });
    await expect(set(alice, byText)).rejects.toMatchObject({ code: 'contact.texts-not-offered' });
    expect((await set(alice, byMail)).email).toBe(email);
  });
});
