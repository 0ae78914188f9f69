import { describe, expect, it } from '@jest/globals';
import type { components } from '../../../client/index.ts';
import type { Failure } from '../../../web/common/failure.ts';
import { placeOrder, type Attempt } from '../../../web/shop/place-order.ts';

type Order = components['schemas']['Order'];
type Answer =
  { readonly ok: true; readonly value: Order } | { readonly ok: false; readonly failure: Failure };

const bun = { items: [{ productId: 'bun', quantity: 1 }] };
const mug = { items: [{ productId: 'mug', quantity: 2 }] };
const placed: Answer = { ok: true, value: { orderId: 'o1' } as Order };
const failed = (failure: Failure): Answer => ({ ok: false, failure });
const noAnswer = failed({ kind: 'no-answer' });
const refused = failed({ kind: 'refused', status: 422, code: 'x', detail: 'No', correlationId: undefined });

/** A checkout whose server gives these responses, one after another. */
const checkout = (...answers: Answer[]) => {
  const sent: Attempt[] = [];
  const attempt: { value: Attempt | undefined } = { value: undefined };
  let keys = 0;
  const place = placeOrder({
    send: async (one) => {
      // The attempt is stored before it is sent, so a reload at this moment would repeat it.
      expect(attempt.value).toEqual(one);
      sent.push(one);
      return answers.shift() ?? noAnswer;
    },
    attempt,
    newKey: () => `key-${(keys += 1)}`,
    wait: async () => undefined,
  });
  return { place, sent, attempt };
};

describe('placing an order', () => {
  it('forgets the attempt when the order is placed', async () => {
    const { place, attempt } = checkout(placed);
    expect(await place(bun, 'alice')).toEqual({
      kind: 'placed',
      order: { orderId: 'o1' },
      request: bun,
    });
    expect(attempt.value).toBeUndefined();
  });

  it('repeats an attempt without an answer with the same key', async () => {
    const { place, sent } = checkout(noAnswer, failed({ kind: 'busy', afterSeconds: undefined }), placed);
    expect((await place(bun, 'alice')).kind).toBe('placed');
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1', 'key-1']);
  });

  it('keeps the attempt if there is no answer, and repeats it as it was, whatever is ordered then', async () => {
    const { place, sent, attempt } = checkout(noAnswer, noAnswer, noAnswer, placed);
    expect(await place(bun, 'alice')).toEqual({ kind: 'unknown', failure: { kind: 'no-answer' } });
    expect(attempt.value).toEqual({ key: 'key-1', request: bun, customerId: 'alice' });
    expect((await place(mug, 'alice')).kind).toBe('placed');
    expect(sent.at(-1)).toEqual({ key: 'key-1', request: bun, customerId: 'alice' });
  });

  it.each(['offline', 'signed-out'] as const)('keeps the attempt and asks no more if %s', async (kind) => {
    const { place, sent, attempt } = checkout(failed({ kind }));
    expect(await place(bun, 'alice')).toEqual({ kind: 'unknown', failure: { kind } });
    expect(sent).toHaveLength(1);
    expect(attempt.value?.key).toBe('key-1');
  });

  it('begins anew after a refusal, because there is no order', async () => {
    const { place, sent } = checkout(refused, placed);
    expect((await place(bun, 'alice')).kind).toBe('refused');
    await place(mug, 'alice');
    expect(sent.at(-1)).toEqual({ key: 'key-2', request: mug, customerId: 'alice' });
  });

  it('does not send the attempt of another customer', async () => {
    const { place, sent } = checkout(failed({ kind: 'offline' }), placed);
    await place(bun, 'alice');
    await place(bun, 'bob');
    expect(sent.at(-1)).toEqual({ key: 'key-2', request: bun, customerId: 'bob' });
  });
});
