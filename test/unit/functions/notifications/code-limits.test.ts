import { describe, expect, it } from '@jest/globals';
import {
  CODES_PER_ADDRESS,
  CODES_PER_CUSTOMER,
} from '../../../../functions/notifications/domain/verification-code.ts';
import { setContact } from '../../../../functions/notifications/set-contact.ts';
import { memoryContactStore } from '../../../support/memory/notifications-stores.ts';
import { now } from '../../../support/notifications.ts';
import { alice, byMail, byText, email, verificationShop } from '../../../support/verification.ts';

describe('the number of codes', () => {
  it('to one address is bounded over all customers, and grows again after a day', async () => {
    const { set, send, mailer, wait } = verificationShop();
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
    const { set, send, mailer } = verificationShop();
    for (let address = 0; address < 2 * CODES_PER_CUSTOMER; address += 1) {
      await set(alice, { ...byMail, email: `stranger-${address}@example.com` });
      await send('email').catch(() => undefined);
    }
    expect(mailer.sent).toHaveLength(CODES_PER_CUSTOMER);
  });
});

/** The address as an attacker writes it. Attackers with an odd id use upper case. */
const n = (id: string, address: string): string =>
  Number(id.at(-1)) % 2 === 0 ? address : address.toUpperCase();

describe('a phone number', () => {
  it('must be a mobile number of a country that gets text messages', async () => {
    const { set } = verificationShop();
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
