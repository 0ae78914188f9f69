import { describe, expect, it } from '@jest/globals';
import { ageOf, clockOffset } from '../../../web/kitchen/age.ts';
import { withTickets } from '../../../web/kitchen/board.ts';
import { codesOf } from '../../../web/kitchen/codes.ts';
import { countOfAll, stillOpen, toggled } from '../../../web/kitchen/count-of-all.ts';
import { stalenessOf } from '../../../web/kitchen/freshness.ts';
import { failedWords, nextStepOf } from '../../../web/kitchen/step-words.ts';
import { pickupCode } from '../../../shared/kernel/pickup-code.ts';
import { orderIdOf, ticket } from './kitchen-samples.ts';

const paidAt = '2026-03-01T09:00:00.000Z';
const after = (seconds: number) => Date.parse(paidAt) + seconds * 1000;

describe('the age of a ticket', () => {
  it.each([
    [0, '0:00', 'new'],
    [299, '4:59', 'new'],
    [300, '5:00', 'slow'],
    [599, '9:59', 'slow'],
    [600, '10:00', 'late'],
    [3_847, '1:04:07', 'late'],
    // The tablet's clock is behind the server's clock.
    [-30, '0:00', 'new'],
  ])('of %d seconds is %s, and %s', (seconds, text, urgency) => {
    expect(ageOf(paidAt, after(seconds))).toEqual({ text, urgency });
  });

  it('follows the clock of the server if the clock of the tablet is wrong', () => {
    const header = 'Sun, 01 Mar 2026 09:00:00 GMT';
    expect(clockOffset(header, after(-120), 0)).toBe(120_000);
    expect(clockOffset(header, after(3600), 0)).toBe(-3_600_000);
    // The header has only whole seconds. So a new offset that differs by a second from the known offset is ignored, and
    // the ages on the page do not jump back and forth.
    expect(clockOffset(header, after(-119), 120_000)).toBe(120_000);
    expect(clockOffset(header, after(1), 0)).toBe(0);
    // A person has corrected the tablet's clock.
    expect(clockOffset(header, after(0), 120_000)).toBe(0);
    expect(clockOffset(null, after(0), 120_000)).toBe(120_000);
    expect(clockOffset('yesterday', after(0), 0)).toBe(0);
  });
});

describe('the pickup code', () => {
  it('is the same for the same order, has four characters, and none that look alike', () => {
    const code = pickupCode('0195f0a0-0000-7000-8000-0000000a1b2c');
    expect(pickupCode('0195f0a0-0000-7000-8000-0000000a1b2c')).toBe(code);
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}$/);
    expect(pickupCode('0195f0a0-0000-7000-8000-0000000a1b2d')).not.toBe(code);
  });

  it('gets longer for two orders that would have the same one, and for no other order', () => {
    // Two ids that differ by 31 to the power of 4 have the same code of four characters.
    const [one, other, third] = [1, 1 + 31 ** 4, 2].map((end) => orderIdOf(end.toString(16)));
    const codes = codesOf([one ?? '', other ?? '', third ?? '']);
    expect(pickupCode(one ?? '')).toBe(pickupCode(other ?? ''));
    expect(codes.get(third ?? '')).toBe(pickupCode(third ?? ''));
    expect(codes.get(one ?? '')).not.toBe(codes.get(other ?? ''));
    for (const orderId of [one ?? '', other ?? '']) {
      // The longer code begins with the short code, because customers may say the short one.
      expect(codes.get(orderId)).toMatch(new RegExp(`^${pickupCode(orderId)}..$`));
    }
  });

  it('is the whole id in the end, if orders differ in nothing else', () => {
    const [one, other] = ['0195f0a0-0000-7000-8000-000000000001', '0195f0a0-0000-7000-8001-000000000001'];
    expect([...codesOf([one, other]).values()]).toEqual([one, other]);
  });
});

describe('the count of all', () => {
  const line = (productId: string, quantity: number) => ({
    productId,
    name: productId,
    quantity,
    unitAmount: 1,
  });
  const board = withTickets(
    new Map(),
    [
      ticket('1', 'WAITING', { items: [line('bun', 2), line('cake', 1)] }),
      ticket('2', 'PREPARING', { items: [line('cake', 3), line('tea', 1)] }),
      ticket('3', 'READY', { items: [line('bun', 9)] }),
      ticket('4', 'CANCELLED', { items: [line('bun', 9)] }),
    ],
    0,
  );
  const counted = (crossed = {}) =>
    countOfAll(board.values(), crossed).map(({ name, quantity }) => [name, quantity]);

  it('adds up what waits and what is in work, the most wanted first', () => {
    expect(counted()).toEqual([
      ['cake', 4],
      ['bun', 2],
      ['tea', 1],
    ]);
  });

  it('leaves out what is crossed out, until that is taken back', () => {
    const crossed = toggled({}, orderIdOf('1'), 'cake');
    expect(counted(crossed)).toEqual([
      ['cake', 3],
      ['bun', 2],
      ['tea', 1],
    ]);
    expect(counted(toggled(crossed, orderIdOf('1'), 'cake'))).toEqual(counted());
  });

  it('forgets what is crossed out in orders that left the board', () => {
    const crossed = toggled(toggled({}, orderIdOf('1'), 'cake'), orderIdOf('9'), 'bun');
    expect(stillOpen(crossed, new Set([orderIdOf('1')]))).toEqual({ [orderIdOf('1')]: ['cake'] });
  });
});

describe('the next step of a ticket', () => {
  it('waits for the confirmation of a start, and asks again if it takes long', () => {
    const started = ticket('1', 'PREPARING', { confirmed: false });
    expect(nextStepOf(started, 1000)).toEqual({ kind: 'confirming' });
    expect(nextStepOf(started, 20_000)).toMatchObject({ step: 'start', text: 'Ask again' });
    expect(nextStepOf({ ...started, confirmed: true }, 1000)).toMatchObject({ step: 'ready' });
  });

  it.each([
    ['WAITING', 'start'],
    ['READY', 'complete'],
  ] as const)('of a ticket that is %s is %s', (status, step) => {
    expect(nextStepOf(ticket('1', status), 0)).toMatchObject({ step });
  });

  it.each(['COMPLETED', 'CANCELLED'] as const)('of a ticket that is %s is none', (status) => {
    expect(nextStepOf(ticket('1', status), 0)).toEqual({ kind: 'none' });
  });

  it('says in plain words why it was refused', () => {
    const refused = (code: string, status = 409) =>
      failedWords({ kind: 'refused', status, code, detail: 'As the API says it', correlationId: undefined });
    expect(refused('ticket.cancelled')).toContain('cancelled');
    expect(refused('ticket.not-confirmed')).toContain('not confirmed yet');
    expect(refused('ticket.wrong-step')).toContain('Another step comes first');
    expect(refused('ticket.not-found', 404)).toContain('no ticket');
    expect(refused('a-new-code')).toBe('As the API says it');
    expect(failedWords({ kind: 'no-answer' })).toContain('it counts once');
  });
});

describe('a board without answers', () => {
  const seen = { at: 1000, failure: undefined };
  const here = { online: true, signedIn: true };

  it('is out of date after some silence, at once without a connection, and says its age', () => {
    expect(stalenessOf(seen, { ...here, now: 8999 })).toBeUndefined();
    expect(stalenessOf(seen, { ...here, now: 9000 })?.text).toContain('0:08 ago');
    expect(stalenessOf(seen, { ...here, online: false, now: 2000 })).toMatchObject({
      title: 'This tablet is offline.',
    });
  });

  it('asks to sign in again if the sign-in has ended', () => {
    const stale = stalenessOf(
      { at: 1000, failure: { kind: 'signed-out' } },
      { ...here, signedIn: false, now: 1000 },
    );
    expect(stale?.text).toContain('Sign in again');
  });
});
