import { describe, expect, it } from '@jest/globals';
import {
  causeOf,
  groupByCause,
  subjectOf,
  type DeadLetter,
} from '../../../../functions/ops/domain/dead-letter.ts';

const letter = (overrides: Partial<DeadLetter> = {}): DeadLetter => ({
  messageId: 'm-1',
  receiptHandle: 'h',
  body: '{}',
  attributes: {},
  receiveCount: 4,
  sentAt: '2026-03-01T09:00:00.000Z',
  ...overrides,
});
const envelope = {
  id: 'OrderPaid:o-1',
  type: 'OrderPaid',
  correlationId: 'c-1',
  data: { orderId: 'o-1', customerId: 'alice', email: 'alice@example.com' },
};

describe('A dead letter', () => {
  it('says why it rests as the shell that gave it up did', () => {
    const attributes = { cause: 'No stock row', code: 'stock.missing', source: 'inventory-inbox' };
    expect(causeOf(letter({ attributes }))).toEqual(attributes);
  });

  it('says why a rule could not deliver it', () => {
    const attributes = {
      RULE_ARN: 'arn:aws:events:eu-central-1:1:rule/orderly-local/orders-inbox',
      TARGET_ARN: 'arn:aws:sqs:eu-central-1:1:orders-inbox',
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: 'Not allowed to send',
    };
    expect(causeOf(letter({ attributes }))).toEqual({
      cause: 'Not allowed to send',
      code: 'NO_PERMISSIONS',
      source: 'rule orders-inbox',
    });
  });

  it('has an unknown cause when only the redrive policy moved it', () => {
    expect(causeOf(letter())).toEqual({ cause: 'unknown', code: 'unknown', source: 'unknown' });
  });

  it.each([
    ['an EventBridge event', { 'detail-type': 'OrderPaid', detail: envelope }],
    ['an envelope', envelope],
  ])('names what %s is about, by ids alone', (_, body) => {
    const subject = subjectOf(letter({ body: JSON.stringify(body) }));
    expect(subject).toEqual({
      messageId: 'm-1',
      type: 'OrderPaid',
      eventId: 'OrderPaid:o-1',
      correlationId: 'c-1',
      orderId: 'o-1',
      receiveCount: 4,
      sentAt: '2026-03-01T09:00:00.000Z',
    });
  });

  it('shows nothing of a broken message that is no id', () => {
    const body = JSON.stringify({ id: 'Alice, 12 Elm St', type: 7, correlationId: 'a@b.test', data: null });
    for (const broken of [body, 'not json', '"text"', 'null', '{"detail":null}']) {
      expect(Object.keys(subjectOf(letter({ body: broken })))).toEqual([
        'messageId',
        'receiveCount',
        'sentAt',
      ]);
    }
  });

  it('says how often it was received before it came to rest, where its shell counted', () => {
    expect(subjectOf(letter({ attributes: { receiveCount: '3' } })).receiveCount).toBe(3);
  });

  it('is grouped with those of the same cause, the most frequent first and the oldest ahead', () => {
    const a = { cause: 'a', code: 'a', source: 's' };
    const b = { cause: 'b', code: 'b', source: 's' };
    const groups = groupByCause('orders-inbox', [
      letter({ messageId: '1', attributes: a }),
      letter({ messageId: '2', attributes: b, sentAt: '2026-03-01T09:02:00.000Z' }),
      letter({ messageId: '3', attributes: b, sentAt: '2026-03-01T09:01:00.000Z' }),
    ]);
    expect(groups.map(({ queue, code, count }) => [queue, code, count])).toEqual([
      ['orders-inbox', 'b', 2],
      ['orders-inbox', 'a', 1],
    ]);
    expect(groups[0]?.messages.map(({ messageId }) => messageId)).toEqual(['3', '2']);
  });
});
