import { describe, expect, it } from '@jest/globals';
import {
  acknowledged,
  CANCELLED_SHOWN_MS,
  closed,
  inLane,
  missing,
  newsOf,
  withTickets,
  type Board,
  type Ticket,
} from '../../../web/kitchen/board.ts';
import { withLeft, type Left } from '../../../web/kitchen/left.ts';
import { orderIdOf, ticket } from './kitchen-samples.ts';

const none: Board = new Map();
const minutes = (count: number) => count * 60_000;
const statusOf = (board: Board, end: string) => board.get(orderIdOf(end))?.ticket.status;

describe('the board after a poll', () => {
  it('never goes back: an answer that is older than what is known changes nothing', () => {
    const order: readonly Ticket[] = [
      ticket('1', 'WAITING'),
      ticket('1', 'PREPARING', { confirmed: false }),
      ticket('1', 'PREPARING', { confirmed: true }),
      ticket('1', 'READY'),
      ticket('1', 'COMPLETED'),
    ];
    for (const [index, known] of order.entries()) {
      const board = withTickets(none, [known], 0);
      for (const older of order.slice(0, index + 1)) {
        expect(withTickets(board, [older], 1).get(known.orderId)).toBe(board.get(known.orderId));
      }
      for (const newer of order.slice(index + 1)) {
        expect(withTickets(board, [newer], 1).get(known.orderId)?.ticket).toBe(newer);
      }
    }
  });

  it('takes the newest state of a ticket that moved while the lanes were read, and is in two of them', () => {
    const seen = [ticket('1', 'READY'), ticket('1', 'PREPARING', { confirmed: true })];
    expect(statusOf(withTickets(none, seen, 0), '1')).toBe('READY');
  });

  it('does not bring back a ticket that was handed over, and forgets it later', () => {
    const board = withTickets(none, [ticket('1', 'COMPLETED')], 0);
    expect(inLane(withTickets(board, [ticket('1', 'READY')], 1), 'READY', 1)).toEqual([]);
    expect(withTickets(board, [], minutes(11)).size).toBe(0);
  });

  it('is the same board if nothing has changed, so that nothing is drawn anew', () => {
    const board = withTickets(none, [ticket('1', 'READY'), ticket('2', 'CANCELLED')], 0);
    expect(withTickets(board, [ticket('1', 'READY')], minutes(10))).toBe(board);
    expect(withTickets(board, [ticket('1', 'READY')], minutes(11))).not.toBe(board);
  });

  it('lists a lane by age, the oldest first', () => {
    const at = (time: string) => ({ receivedAt: `2026-03-01T${time}.000Z` });
    const board = withTickets(
      none,
      [ticket('1', 'WAITING', at('09:05:00')), ticket('2', 'WAITING', at('09:00:00')), ticket('3', 'READY')],
      0,
    );
    expect(inLane(board, 'WAITING', 0).map((entry) => entry.ticket.orderId)).toEqual([
      orderIdOf('2'),
      orderIdOf('1'),
    ]);
  });

  it('asks for open tickets that no list has, and for no others', () => {
    const board = withTickets(
      none,
      [ticket('1', 'WAITING'), ticket('2', 'READY'), ticket('3', 'COMPLETED')],
      0,
    );
    expect(missing(board, [ticket('2', 'READY')])).toEqual([orderIdOf('1')]);
  });
});

describe('what is new between two polls', () => {
  it('is a ticket that was not there before, once', () => {
    const first = withTickets(none, [ticket('1', 'WAITING')], 0);
    const second = withTickets(first, [ticket('1', 'WAITING'), ticket('2', 'WAITING')], 1);
    expect(newsOf(first, second).arrived.map(({ orderId }) => orderId)).toEqual([orderIdOf('2')]);
    expect(newsOf(second, withTickets(second, [ticket('2', 'WAITING')], 2)).arrived).toEqual([]);
  });

  it('is not a ticket that another tablet has started already, or one that moved', () => {
    const before = withTickets(none, [ticket('1', 'WAITING')], 0);
    const after = withTickets(before, [ticket('1', 'READY'), ticket('2', 'PREPARING')], 1);
    expect(newsOf(before, after)).toEqual({ arrived: [], cancelled: [] });
  });

  it('is a cancellation, once', () => {
    const before = withTickets(none, [ticket('1', 'PREPARING', { confirmed: true })], 0);
    const after = closed(before, orderIdOf('1'), 'CANCELLED', 1);
    expect(newsOf(before, after).cancelled).toHaveLength(1);
    expect(newsOf(after, acknowledged(after, orderIdOf('1'))).cancelled).toEqual([]);
  });
});

describe('a cancelled ticket', () => {
  const preparing = withTickets(none, [ticket('1', 'PREPARING', { note: 'No nuts' })], 0);
  const cancelled = closed(preparing, orderIdOf('1'), 'CANCELLED', 1000);

  it('stays in its lane for a minute, or until somebody has seen it', () => {
    expect(inLane(cancelled, 'PREPARING', 1000 + CANCELLED_SHOWN_MS - 1)).toHaveLength(1);
    expect(inLane(cancelled, 'PREPARING', 1000 + CANCELLED_SHOWN_MS)).toEqual([]);
    expect(inLane(acknowledged(cancelled, orderIdOf('1')), 'PREPARING', 1000)).toEqual([]);
  });

  it('does not keep the note, nor does the list of what left the board', () => {
    expect(JSON.stringify([...cancelled])).not.toContain('No nuts');
    const left = withLeft([], [ticket('1', 'CANCELLED', { note: 'No nuts' })], 0);
    expect(left).toMatchObject([{ orderId: orderIdOf('1'), how: 'cancelled' }]);
    expect(JSON.stringify(left)).not.toContain('No nuts');
  });
});

describe('what left the board', () => {
  const gone = (end: string): Left[] => [...withLeft([], [ticket(end, 'COMPLETED')], 0)];

  it('has the last one first, and each one once', () => {
    const list = withLeft([...gone('1'), ...gone('2')], [ticket('2', 'CANCELLED')], 1);
    expect(list.map(({ orderId, how }) => [orderId, how])).toEqual([
      [orderIdOf('2'), 'cancelled'],
      [orderIdOf('1'), 'handed over'],
    ]);
  });

  it('is kept for 12 hours, and not more than 30 of them', () => {
    expect(withLeft(gone('1'), [], minutes(12 * 60))).toEqual([]);
    const many = Array.from({ length: 40 }, (_, index) => ticket(String(index), 'COMPLETED'));
    expect(withLeft([], many, 0)).toHaveLength(30);
  });
});
