import { describe, expect, it } from '@jest/globals';
import { isCaptured } from '../../../../functions/payments/domain/payment.ts';
import { MOST_REFUNDS } from '../../../../functions/payments/domain/refunds.ts';
import { bytesOf, MOST_BYTES } from '../../../support/item-bytes.ts';
import { AUTO, declined, ORDER, paidWorld, paymentsWorld, SESSION } from '../../../support/payments/world.ts';

type PaidWorld = Awaited<ReturnType<typeof paidWorld>>;

const tooMany = { kind: 'conflict', code: 'refund.too-many' };
const keys = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => String(n));
const ledger = (world: PaidWorld) => {
  const payment = world.payment();
  return payment !== undefined && isCaptured(payment) ? payment.refunds : [];
};
/** The longest text of a reason: each of its 500 characters takes 3 bytes. */
const longReason = '€'.repeat(500);

/** Fills the ledger (the payment's list of refunds) with refunds of 1 cent, until one place is left. */
const filledWorld = async (): Promise<PaidWorld> => {
  const world = await paidWorld();
  for (const key of keys(MOST_REFUNDS - 1)) {
    await world.refundPayment({ key, amount: 1 });
    await world.refundAccepted(key);
  }
  return world;
};

describe('the ledger of refunds', () => {
  it('takes some of 1,000 refunds of 1 cent, refuses the others, and the rest can still be refunded', async () => {
    const world = await paidWorld();
    const codes: string[] = [];
    for (const key of keys(1000)) {
      const outcome = await world.refundPayment({ key, amount: 1 }).then(
        () => 'accepted',
        (error: { readonly kind: string; readonly code: string }) => `${error.kind} ${error.code}`,
      );
      codes.push(outcome);
    }
    const accepted = MOST_REFUNDS - 1;
    expect(codes.slice(0, accepted)).toEqual(Array(accepted).fill('accepted'));
    expect(new Set(codes.slice(accepted))).toEqual(new Set(['conflict refund.too-many']));
    for (const key of keys(accepted)) await world.refundAccepted(key);
    expect(await world.refundPayment({ key: 'rest' })).toMatchObject({ amount: 1000 - accepted });
    await world.refundAccepted('rest');
    expect(world.payment()?.status).toBe('REFUNDED');
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
  });

  it('repeats the answer to a refund that it has, even if it is full', async () => {
    const world = await filledWorld();
    expect(await world.refundPayment({ key: '3', amount: 1 })).toMatchObject({ status: 'SETTLED' });
  });

  it('says that it is full, also after the refund of all that is left has failed', async () => {
    const world = await filledWorld();
    world.provider.misbehave({ refuseRefunds: true });
    await world.refundPayment({ key: 'rest' });
    await world.refundAccepted('rest');
    await expect(world.refundPayment({ key: 'again' })).rejects.toMatchObject(tooMany);
  });

  it('always has a place for the automatic refund, and for each further attempt of it', async () => {
    const world = await filledWorld();
    world.provider.misbehave({ refuseRefunds: true });
    await world.refundPayment({ key: 'rest' });
    await world.refundAccepted('rest');
    for (const _ of keys(3)) await world.refundAll();
    world.provider.misbehave({});
    await world.refundAll();
    expect(ledger(world)).toHaveLength(MOST_REFUNDS + 1);
    expect(ledger(world).at(-1)).toMatchObject({ refundId: AUTO, status: 'SETTLED', attempt: 4 });
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
  });

  it('stays below 64 KB, even if all reasons and failures have the longest text', async () => {
    const failure = '€'.repeat(5000);
    const world = await paidWorld({
      gateway: (gateway) => ({
        ...gateway,
        refund: async () => ({ outcome: 'refused', reason: failure }),
      }),
    });
    // All these refunds fail, and a failed refund gives no money back. So each of them can request the whole payment.
    for (const key of keys(MOST_REFUNDS)) {
      await world.refundPayment({ key, reason: longReason });
      await world.refundAccepted(key);
    }
    await world.refundAll();
    await expect(world.refundPayment({ key: 'more', reason: longReason })).rejects.toMatchObject(tooMany);
    expect(ledger(world)).toHaveLength(MOST_REFUNDS + 1);
    expect(ledger(world)[0]?.failure).toBe('€'.repeat(100));
    expect(bytesOf(world.payments.rows.get(ORDER))).toBeLessThan(MOST_BYTES);
  });
});

describe('a payment that is declined 3,000 times', () => {
  it('does not grow, keeps little of a long reason, and can still be paid', async () => {
    const world = paymentsWorld();
    await world.request();
    await world.webhook({
      ...declined,
      webhookId: 'msg_first',
      reason: `${'x'.repeat(99)}😀${'x'.repeat(400)}`,
    });
    // The reason is cut after 100 UTF-16 code units, in the middle of the emoji's surrogate pair. Neither the bus nor
    // the table accepts half of a pair, so U+FFFD replaces it.
    expect(world.payment()).toMatchObject({ declineReason: `${'x'.repeat(99)}\uFFFD` });
    const before = bytesOf(world.payments.rows.get(ORDER));
    for (const key of keys(3000)) await world.webhook({ ...declined, webhookId: `msg_${key}` });
    expect(bytesOf(world.payments.rows.get(ORDER))).toBeLessThan(before);
    world.provider.pay(SESSION);
    await world.webhook();
    expect(world.payment()?.status).toBe('CAPTURED');
  });
});
