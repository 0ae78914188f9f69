import { describe, expect, it } from '@jest/globals';
import {
  concerning,
  countFailedAgain,
  groupsOf,
  lettersOf,
  notMoved,
  readBatches,
  returnedOf,
  timesSent,
  withBatch,
  type Batch,
  type DeadLetters,
  type Letter,
} from '../../../../web/operations/letters/letters.ts';

const letter = (messageId: string, more: Partial<Letter> = {}): Letter => ({
  messageId,
  eventId: `e-${messageId}`,
  receiveCount: 5,
  sentAt: '2026-03-01T09:00:00.000Z',
  queue: 'orders-inbox',
  source: 'orders-inbox',
  code: 'order.not-found',
  cause: 'There is no such order',
  ...more,
});
const batch = (...moved: Batch['moved']): Batch => ({
  at: '2026-03-01T09:01:00.000Z',
  queue: 'orders-inbox',
  code: 'order.not-found',
  moved,
});
const ids = (letters: readonly Letter[]) => letters.map(({ messageId }) => messageId);

describe('dead letters', () => {
  it('are grouped by cause across queues, the largest group first, the newest letter first', () => {
    const groups: DeadLetters['groups'] = [
      { queue: 'a', source: 'a', code: 'x', cause: 'X', count: 1, messages: [letter('1')] },
      {
        queue: 'b',
        source: 'b',
        code: 'y',
        cause: 'Y',
        count: 2,
        messages: [letter('2'), letter('3', { sentAt: '2026-03-01T10:00:00.000Z' })],
      },
      { queue: 'c', source: 'c', code: 'y', cause: 'Y', count: 1, messages: [letter('4')] },
    ];
    const [first, second] = groupsOf(lettersOf({ groups, complete: true }));
    expect([first?.code, first?.queues, ids(first?.letters ?? [])[0]]).toEqual(['y', ['b', 'c'], '3']);
    expect([first?.oldest, first?.newest]).toEqual(['2026-03-01T09:00:00.000Z', '2026-03-01T10:00:00.000Z']);
    expect(ids(second?.letters ?? [])).toEqual(['1']);
  });

  it('stay out of sight after they were sent back, until they fail again as new messages', () => {
    const batches = [batch({ messageId: '1', eventId: 'e-1' })];
    const again = letter('9', { eventId: 'e-1' });
    expect(ids(notMoved([letter('1'), again], batches))).toEqual(['9']);
    expect(ids(returnedOf(batches[0]!, [letter('1'), again], batches))).toEqual(['9']);
    expect([timesSent(again, batches), timesSent(letter('2'), batches)]).toEqual([1, 0]);
    // The same event may be a dead letter of another queue, whose messages were not sent back.
    expect(timesSent({ ...again, queue: 'payments-inbox' }, batches)).toBe(0);
  });

  it('that cannot be read count as failed again if they have the same code, and came after they were sent', () => {
    const { eventId: _eventId, ...unreadable } = letter('1', { code: 'message.invalid' });
    const batches = [{ ...batch({ messageId: '1' }), code: 'message.invalid' }];
    const again = { ...unreadable, messageId: '9', sentAt: '2026-03-01T09:01:07.000Z' };
    const others = [
      { ...unreadable, messageId: '2' },
      { ...again, messageId: '3', code: 'message.unreadable' },
      { ...again, messageId: '4', queue: 'payments-inbox' },
      { ...again, messageId: '5', eventId: 'e-5' },
    ];
    expect(ids(returnedOf(batches[0]!, [unreadable, again, ...others], batches))).toEqual(['9']);
    expect([again, ...others].map((one) => timesSent(one, batches))).toEqual([1, 0, 0, 0, 0]);
    expect(returnedOf(batch({ messageId: '1', eventId: 'e-1' }), [again], [])).toEqual([]);
    expect(countFailedAgain([unreadable], [unreadable, again, ...others], batches[0]!.at)).toBe(1);
    expect(countFailedAgain([letter('6')], [again, letter('7', { eventId: 'e-6' })], '2026')).toBe(1);
  });

  it('concern an order by its id or by the id of their event', () => {
    const named = [
      letter('1', { orderId: 'o1' }),
      letter('2', { eventId: 'OrderPaid:o1' }),
      letter('3', { orderId: 'o2' }),
    ];
    expect(ids(concerning(named, 'o1'))).toEqual(['1', '2']);
  });
});

describe('what was sent back', () => {
  it('is remembered, newest first, and not for ever', () => {
    const many = Array.from({ length: 30 }, (_, n) => batch({ messageId: String(n) }));
    const kept = many.reduce<readonly Batch[]>(withBatch, []);
    expect(kept).toHaveLength(20);
    expect(kept[0]?.moved[0]?.messageId).toBe('29');
    expect(withBatch(kept, batch())).toBe(kept);
  });

  it('is read from the storage only if it is whole', () => {
    const good = batch({ messageId: '1' });
    expect(readBatches([good, { at: 'x' }, { ...good, moved: [{}] }, null])).toEqual([good]);
    expect(readBatches('broken')).toEqual([]);
  });
});
