import { describe, expect, it } from '@jest/globals';
import type { Order, OrderEvent } from '../../../../../functions/orders/domain/order.ts';
import { doWhatIsDue, nextDueAt } from '../../../../../functions/orders/domain/watchdog.ts';
import { given, givenOrder } from '../../../../support/given-order.ts';
import { happened, orderAfter, orderIn } from '../../../../support/orders.ts';

const periods = {
  stockAnswerSeconds: 60,
  linkAnswerSeconds: 120,
  closureGraceSeconds: 600,
  maxTickSeconds: 900,
};
const at = (time: string) => `2026-03-01T${time}.000Z`;
const tick = (time: string) => (order: Order) => doWhatIsDue(order, at(time), periods);
const { stockConfirmed, linkRecorded, reminded, closureRequested } = happened;

describe('the watchdog of an order without an answer about stock', () => {
  it('lets it be while the answer is in time', () => {
    given().when(tick('09:00:59')).thenNothing();
  });

  it('asks again with the next attempt', () => {
    given().when(tick('09:01:00')).then({ type: 'StockAskedAgain', attempt: 2 });
    given({ type: 'StockAskedAgain', at: at('09:01:00'), attempt: 2 })
      .when(tick('09:03:00'))
      .then({ type: 'StockAskedAgain', attempt: 3 });
  });

  it('doubles the time between two requests', () => {
    const second: OrderEvent = { type: 'StockAskedAgain', at: at('09:01:00'), attempt: 2 };
    const third: OrderEvent = { type: 'StockAskedAgain', at: at('09:03:00'), attempt: 3 };
    given(second).when(tick('09:02:59')).thenNothing();
    given(second, third).when(tick('09:06:59')).thenNothing();
    given(second, third).when(tick('09:07:00')).then({ type: 'StockAskedAgain', attempt: 4 });
  });

  it('cancels it past its last instant, so that inventory hears of it', () => {
    given()
      .when(tick('09:10:00'))
      .then({ type: 'Cancelled', previousStatus: 'PENDING', by: 'system', reason: 'stock-not-answered' });
  });
});

describe('the watchdog of an order that awaits payment', () => {
  it('asks for the link again when it did not come, with the same time to pay', () => {
    given(stockConfirmed).when(tick('09:03:00')).then({ type: 'LinkAskedAgain' });
  });

  it('doubles the time between two requests for the link', () => {
    const again: OrderEvent = { type: 'LinkAskedAgain', at: at('09:03:00') };
    given(stockConfirmed, again).when(tick('09:06:59')).thenNothing();
    given(stockConfirmed, again).when(tick('09:07:00')).then({ type: 'LinkAskedAgain' });
  });

  it.each([
    ['at most the longest tick', { maxTickSeconds: 180 }, '09:06:00'],
    [
      'never less than the first wait, even if the longest tick is shorter',
      { maxTickSeconds: 30 },
      '09:05:00',
    ],
  ])('waits %s between two requests for the link', (_, override, due) => {
    const order = orderAfter(stockConfirmed, { type: 'LinkAskedAgain', at: at('09:03:00') });
    expect(nextDueAt(order, { ...periods, ...override })).toBe(at(due));
  });

  it('reminds half way, once', () => {
    given(stockConfirmed, linkRecorded).when(tick('09:15:59')).thenNothing();
    given(stockConfirmed, linkRecorded)
      .when(tick('09:16:00'))
      .then({ type: 'Reminded', paymentLink: 'https://pay.test/1' });
    given(stockConfirmed, linkRecorded, reminded).when(tick('09:20:00')).thenNothing();
  });

  it('asks the provider first when the time to pay is over', () => {
    given(stockConfirmed, linkRecorded, reminded)
      .when(tick('09:31:00'))
      .then({ type: 'ClosureRequested', answerBy: at('09:41:00') });
    given(stockConfirmed).when(tick('09:31:00')).then({ type: 'ClosureRequested' });
  });

  it('waits for the answer until the grace period, counted from the closure, is over', () => {
    given(stockConfirmed, closureRequested).when(tick('09:40:59')).thenNothing();
    given(stockConfirmed, closureRequested).when(tick('09:41:00')).then({ type: 'Expired' });
  });
});

describe('the next tick', () => {
  it.each([
    ['a new order', orderAfter(), at('09:01:00')],
    ['an order without a link', orderAfter(stockConfirmed), at('09:03:00')],
    ['an order with a link', orderAfter(stockConfirmed, linkRecorded), at('09:16:00')],
    ['a reminded order', orderAfter(stockConfirmed, linkRecorded, reminded), at('09:31:00')],
    ['an order whose closure was asked for', orderAfter(stockConfirmed, closureRequested), at('09:41:00')],
  ])('of %s is at its earliest duty', (_, order, expected) => {
    expect(nextDueAt(order, periods)).toBe(expected);
  });

  it.each(['PAID', 'PREPARING', 'READY', 'COMPLETED', 'REJECTED', 'CANCELLED', 'EXPIRED'] as const)(
    'is none for a %s order: the chain ends, and nothing is done',
    (status) => {
      expect(nextDueAt(orderIn[status](), periods)).toBeUndefined();
      givenOrder(orderIn[status]()).when(tick('23:00:00')).thenNothing();
    },
  );
});
