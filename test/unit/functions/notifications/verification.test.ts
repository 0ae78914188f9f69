import { describe, expect, it } from '@jest/globals';
import { MAX_TRIES } from '../../../../functions/notifications/domain/verification-code.ts';
import { addSeconds } from '../../../../shared/kernel/clock.ts';
import { now, outage, phone } from '../../../support/notifications.ts';
import { alice, byMail, byText, email, verificationShop, wrong } from '../../../support/verification.ts';

describe('an address', () => {
  it.each([
    ['email', byMail, email],
    ['sms', byText, phone],
  ] as const)('of channel %s is verified with the code that was sent to it', async (channel, contact, to) => {
    const { set, get, send, verify, lastCode, mailer, texter } = verificationShop();
    const field = channel === 'email' ? 'email' : 'phone';
    expect((await set(alice, contact)).status).toEqual({ [field]: 'unverified' });
    expect(await send(channel)).toEqual({ channel, validUntil: addSeconds(now, 600) });
    expect([...mailer.sent, ...texter.sent].map((message) => message.to)).toEqual([to]);
    expect((await verify(alice, channel, lastCode(channel))).status).toEqual({ [field]: 'verified' });
    expect(await get(alice)).toEqual({ ...contact, status: { [field]: 'verified' } });
  });

  it('that the token proves is verified at once, whatever its upper and lower case', async () => {
    const proven = { ...alice, email: 'Stranger@Example.com', phone };
    const { set, mailer } = verificationShop();
    expect(await set(proven, { email, phone, channels: { email: true, sms: true } })).toMatchObject({
      status: { email: 'verified', phone: 'verified' },
    });
    expect(mailer.sent).toEqual([]);
  });

  it('that the token proves does not verify another one', async () => {
    const { set } = verificationShop();
    const proven = { ...alice, email: 'alice@example.com', phone: '+4915112345679' };
    expect(await set(proven, { email, phone, channels: { email: true, sms: true } })).toMatchObject({
      status: { email: 'unverified', phone: 'unverified' },
    });
  });

  it('stays verified while it is unchanged, and is unverified after a change', async () => {
    const { set, send, verify, lastCode } = verificationShop();
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
    const { set, send, mailer } = verificationShop();
    await expect(send('email')).rejects.toMatchObject({ kind: 'not-found', code: 'contact.no-address' });
    await set({ ...alice, email }, byMail);
    await expect(send('email')).rejects.toMatchObject({ kind: 'conflict', code: 'contact.already-verified' });
    await expect(send('sms')).rejects.toMatchObject({ code: 'contact.no-address' });
    expect(mailer.sent).toEqual([]);
  });
});

describe('a code', () => {
  const sent = async () => {
    const world = verificationShop();
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
    // The right code is entered after too many wrong codes.
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
    // The address is removed and entered again, so it is unverified. The code that was used before does not verify the
    // address again.
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
    const world = verificationShop((contacts) => ({
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
    const world = verificationShop((contacts) => ({
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
    const { set, send, mailer } = verificationShop();
    await set(alice, byMail);
    mailer.behave(outage);
    await expect(send('email')).rejects.toMatchObject({ kind: 'unavailable' });
    await send('email');
    expect(mailer.sent).toHaveLength(1);
  });

  it('for an address that the provider refuses says so', async () => {
    const { set, send, mailer } = verificationShop();
    await set(alice, byMail);
    mailer.behave({ outcome: 'refused', code: 'InvalidParameterValue' });
    await expect(send('email')).rejects.toMatchObject({ code: 'contact.address-refused' });
  });
});
