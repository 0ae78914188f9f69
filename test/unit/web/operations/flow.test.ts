import { describe, expect, it } from '@jest/globals';
import { flowOf } from '../../../../web/operations/order/flow.ts';
import type { TimelineEvent } from '../../../../web/operations/order/events.ts';

const event = (type: string, causedBy: string, second: number): TimelineEvent => ({
  id: `${type}:o1`,
  type,
  at: new Date(Date.UTC(2026, 2, 1, 9, 0, second)).toISOString(),
  causationId: causedBy,
  correlationId: 'c1',
});

const timeline = [
  event('OrderCreated', 'request', 0),
  event('StockReserved', 'OrderCreated:o1', 1),
  event('PaymentRequested', 'StockReserved:o1', 2),
  event('PaymentLinkCreated', 'PaymentRequested:o1', 3),
];

describe('the flow of an order', () => {
  it('has a row for each event, in the lane of the service that published it', () => {
    const { lanes, nodes } = flowOf(timeline);
    expect(lanes).toEqual(['orders', 'inventory', 'payments']);
    expect(nodes.map(({ row, lane }) => [row, lanes[lane]])).toEqual([
      [0, 'orders'],
      [1, 'inventory'],
      [2, 'orders'],
      [3, 'payments'],
    ]);
  });

  it('leads from each cause to its effect, and tells a request from a report', () => {
    const { edges } = flowOf(timeline);
    expect(edges.map(({ from, to, isCommand }) => [from.row, to.row, isCommand])).toEqual([
      [0, 1, true],
      [1, 2, false],
      [2, 3, true],
    ]);
  });

  it('has no line to an event that a request caused, whose cause is not listed, or that names itself', () => {
    const alone = [timeline[1], event('OrderPaid', 'OrderPaid:o1', 2)].flatMap((one) => one ?? []);
    const { nodes, edges } = flowOf(alone);
    expect(nodes.map(({ cause }) => cause)).toEqual([undefined, undefined]);
    expect(edges).toEqual([]);
  });

  it('gives a type that the page does not know a lane of its own', () => {
    const { lanes, nodes } = flowOf([event('OrderGiftWrapped', 'request', 0)]);
    expect(nodes.map(({ lane, service }) => [lanes[lane], service])).toEqual([['other', 'other']]);
  });

  it('shows several effects of one cause', () => {
    const both = [...timeline, event('OrderCancelled', 'StockReserved:o1', 4)];
    const effects = flowOf(both).edges.filter(({ from }) => from.row === 1);
    expect(effects.map(({ to }) => to.row)).toEqual([2, 4]);
  });
});
