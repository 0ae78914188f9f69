import { describe, expect, it } from '@jest/globals';
import { evolve } from '../../../../functions/orders/domain/evolve.ts';
import type { Order, OrderEvent } from '../../../../functions/orders/domain/order.ts';
import { doWhatIsDue, nextDueAt, type Periods } from '../../../../functions/orders/domain/watchdog.ts';
import { stageSettings } from '../../../../infra/stage-config.ts';
import { sampleSettings } from '../../../../scripts/deployment/sample-settings.ts';
import { addSeconds, secondsBetween, type Instant } from '../../../../shared/kernel/clock.ts';
import { PLACED_AT, pendingOrder } from '../../../support/orders.ts';

/**
 * Lambda stops a chain of invocations through a queue after about this many invocations (developer guide, "Recursive
 * loop detection").
 */
const LAMBDA_STOPS_AFTER = 16;

/** When the inventory and payments services answer, in seconds after the order was placed. `undefined` means never. */
interface Answers {
  readonly stock: number | undefined;
  readonly link: number | undefined;
}

const apply = (order: Order, events: readonly OrderEvent[]): Order => events.reduce(evolve, order);

/**
 * Follows an order that nobody pays, until its last tick (a delayed message with which the watchdog looks at the order
 * again).
 * @returns the order, and the number of ticks
 */
const follow = (stage: 'sandbox' | 'production', { stock, link }: Answers) => {
  const { watchdogTickSeconds: maxTickSeconds, ...rest } = stageSettings(
    stage,
    {},
    { file: sampleSettings },
  ).periods;
  const periods: Periods = { ...rest, maxTickSeconds };
  const when = (seconds: number | undefined): Instant =>
    seconds === undefined ? '9999' : addSeconds(PLACED_AT, seconds);
  let order: Order = pendingOrder({ stockBy: addSeconds(PLACED_AT, rest.stockBySeconds) });
  let now = addSeconds(PLACED_AT, rest.stockAnswerSeconds);
  let ticks = 0;
  for (let due: Instant | undefined = now; due !== undefined; due = nextDueAt(order, periods)) {
    const seconds = Math.max(1, Math.min(secondsBetween(now, due), maxTickSeconds));
    if (ticks > 0) now = addSeconds(now, seconds);
    if (order.status === 'PENDING' && when(stock) <= now) {
      const payBy = addSeconds(when(stock), rest.paymentWindowSeconds);
      order = apply(order, [{ type: 'StockConfirmed', at: when(stock), payBy }]);
    }
    if (order.status === 'AWAITING_PAYMENT' && when(link) <= now) {
      order = apply(order, [{ type: 'LinkRecorded', at: when(link), paymentLink: 'https://pay.test/1' }]);
    }
    const decision = doWhatIsDue(order, now, periods);
    if (decision.outcome === 'accepted') order = apply(order, decision.events);
    ticks += 1;
  }
  return { status: order.status, ticks };
};

const every = (step: number, until: number): readonly number[] =>
  Array.from({ length: Math.ceil(until / step) }, (_, index) => index * step);

describe.each(['sandbox', 'production'] as const)('an order of stage %s that nobody pays', (stage) => {
  const never = undefined;

  it.each([
    ['without an answer about stock', { stock: never, link: never }, { status: 'CANCELLED', ticks: 4 }],
    ['without a payment link', { stock: 1, link: never }, { status: 'EXPIRED', ticks: 7 }],
    ['with a payment link', { stock: 1, link: 2 }, { status: 'EXPIRED', ticks: 4 }],
  ])('ends %s after a few ticks', (_, answers, expected) => {
    expect(follow(stage, answers)).toEqual(expected);
  });

  it('needs fewer ticks than Lambda allows in a chain, whenever the answers arrive', () => {
    const stocks = every(7, 600);
    const links = [never, ...every(61, 2700)];
    const chains = stocks.flatMap((stock) => links.map((link) => follow(stage, { stock, link })));
    expect(new Set(chains.map(({ status }) => status))).toEqual(new Set(['EXPIRED']));
    const most = Math.max(...chains.map(({ ticks }) => ticks));
    expect(most).toBe(10);
    expect(most).toBeLessThan(LAMBDA_STOPS_AFTER);
  });
});
