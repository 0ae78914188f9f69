import { describe, expect, it } from '@jest/globals';
import { isAnswered } from '../../../../web/operations/order/answered.ts';
import type { TimelineEvent } from '../../../../web/operations/order/events.ts';

const event = (type: string, causationId: string): TimelineEvent => ({
  id: `${type}:1`,
  type,
  causationId,
  correlationId: 'c1',
  at: '2026-03-01T09:00:00.000Z',
});
const letter = { queue: 'payments-inbox', eventId: 'PaymentRequested:1' };

describe('a dead letter', () => {
  it('is answered if its service has published an event that it caused', () => {
    expect(isAnswered(letter, [event('PaymentLinkCreated', 'PaymentRequested:1')])).toBe(true);
  });

  it.each([
    ['nothing has happened', []],
    ['only another message was answered', [event('PaymentLinkCreated', 'PaymentRequested:2')]],
    ['only another service has answered it', [event('StockReserved', 'PaymentRequested:1')]],
    ['an unknown event follows from it', [event('PaymentDreamt', 'PaymentRequested:1')]],
  ])('is not answered if %s', (_what, timeline) => {
    expect(isAnswered(letter, timeline)).toBe(false);
  });

  it('is not answered if its event is not known', () => {
    const { eventId: _unknown, ...nameless } = letter;
    expect(isAnswered(nameless, [event('PaymentLinkCreated', 'PaymentRequested:1')])).toBe(false);
  });
});
