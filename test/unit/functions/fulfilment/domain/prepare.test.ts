import { describe, expect, it } from '@jest/globals';
import * as api from '../../../../../functions/fulfilment/api.ts';
import { cancel, confirmStart } from '../../../../../functions/fulfilment/domain/follow-order.ts';
import { complete, markReady, start, type Step } from '../../../../../functions/fulfilment/domain/prepare.ts';
import {
  evolve,
  viewOf,
  type Ticket,
  type TicketRecord,
} from '../../../../../functions/fulfilment/domain/ticket.ts';

const at = '2026-03-01T10:00:00.000Z';
const earlier = '2026-03-01T09:30:00.000Z';

const facts = {
  orderId: '0195a5a5-0000-7000-8000-000000000001',
  customerId: 'alice',
  items: [{ productId: 'desk', name: 'Desk', quantity: 2, unitAmount: 62_000 }],
  note: 'no sugar',
  receivedAt: '2026-03-01T09:00:00.000Z',
};
const waiting: Ticket = { ...facts, status: 'WAITING' };
const unconfirmed: Ticket = { ...facts, status: 'PREPARING', startedAt: earlier, confirmed: false };
const preparing: Ticket = { ...unconfirmed, confirmed: true };
const ready: Ticket = { ...facts, status: 'READY', startedAt: earlier, readyAt: earlier };
const completed: Ticket = { ...ready, status: 'COMPLETED', completedAt: earlier };
const cancelled: Ticket = { ...facts, status: 'CANCELLED', cancelledAt: earlier };
const tombstone: TicketRecord = { status: 'TOMBSTONE', orderId: facts.orderId, cancelledAt: earlier };

/** A decision as text: the types of its events, or the reason of its rejection. */
const outcomeOf = (decision: ReturnType<Step>): string =>
  decision.outcome === 'rejected' ? decision.reason : decision.events.map(({ type }) => type).join(', ');

type Row = readonly [state: string, record: TicketRecord, outcome: string];

describe('start', () => {
  it.each<Row>([
    ['a waiting ticket', waiting, 'PreparationStarted'],
    ['a ticket whose start is not confirmed', unconfirmed, 'PreparationStartRepeated'],
    ['a ticket in confirmed preparation', preparing, ''],
    ['a ready ticket', ready, ''],
    ['a completed ticket', completed, ''],
    ['a cancelled ticket', cancelled, 'cancelled'],
    ['a tombstone', tombstone, 'cancelled'],
  ])('of %s', (_state, record, outcome) => {
    expect(outcomeOf(start(record, at))).toBe(outcome);
  });

  it('repeated, says when it was asked for first', () => {
    expect(start(unconfirmed, at)).toEqual({
      outcome: 'accepted',
      events: [{ type: 'PreparationStartRepeated', at: earlier }],
    });
  });
});

describe('ready', () => {
  it.each<Row>([
    ['a waiting ticket', waiting, 'wrong-step'],
    ['a ticket whose start is not confirmed', unconfirmed, 'not-confirmed'],
    ['a ticket in confirmed preparation', preparing, 'TicketReady'],
    ['a ready ticket', ready, ''],
    ['a completed ticket', completed, ''],
    ['a cancelled ticket', cancelled, 'cancelled'],
    ['a tombstone', tombstone, 'cancelled'],
  ])('of %s', (_state, record, outcome) => {
    expect(outcomeOf(markReady(record, at))).toBe(outcome);
  });
});

describe('complete', () => {
  it.each<Row>([
    ['a waiting ticket', waiting, 'wrong-step'],
    ['a ticket whose start is not confirmed', unconfirmed, 'wrong-step'],
    ['a ticket in confirmed preparation', preparing, 'wrong-step'],
    ['a ready ticket', ready, 'TicketCompleted'],
    ['a completed ticket', completed, ''],
    ['a cancelled ticket', cancelled, 'cancelled'],
    ['a tombstone', tombstone, 'cancelled'],
  ])('of %s', (_state, record, outcome) => {
    expect(outcomeOf(complete(record, at))).toBe(outcome);
  });
});

describe('the route of a step', () => {
  const tickets = [waiting, unconfirmed, preparing, ready, completed, cancelled];

  it.each([
    ['start', api.startTicket, start],
    ['ready', api.markTicketReady, markReady],
    ['complete', api.completeTicket, complete],
  ] as const)('%s declares the refusals that occur, and no others', (_name, { problems = [] }, step) => {
    const refusals = tickets.flatMap((ticket) => {
      const decision = step(ticket, at);
      return decision.outcome === 'rejected' ? [`ticket.${decision.reason}`] : [];
    });
    expect([...problems].toSorted()).toEqual([...new Set(['ticket.not-found', ...refusals])].toSorted());
  });
});

describe('the confirmation by orders', () => {
  it.each<Row>([
    ['a waiting ticket', waiting, ''],
    ['a ticket whose start is not confirmed', unconfirmed, 'PreparationConfirmed'],
    ['a ticket that was confirmed before', preparing, ''],
    ['a ready ticket', ready, ''],
    ['a completed ticket', completed, ''],
    ['a cancelled ticket', cancelled, ''],
    ['a tombstone', tombstone, ''],
  ])('of %s', (_state, record, outcome) => {
    expect(outcomeOf(confirmStart(record))).toBe(outcome);
  });
});

describe('the cancellation of an order', () => {
  it.each<Row>([
    ['with a waiting ticket', waiting, 'TicketCancelled'],
    ['with a ticket whose start is not confirmed', unconfirmed, 'TicketCancelled'],
    ['with a ticket in preparation', preparing, 'TicketCancelled'],
    ['with a ready ticket', ready, 'TicketCancelled'],
    ['that was handed over', completed, ''],
    ['with a cancelled ticket', cancelled, ''],
    ['with a tombstone', tombstone, ''],
  ])('%s', (_state, record, outcome) => {
    expect(outcomeOf(cancel(at)(record))).toBe(outcome);
  });
});

describe('a ticket', () => {
  it('goes from waiting to completed, keeping what was ordered and when each step was taken, but not the note', () => {
    const steps = [
      { type: 'PreparationStarted', at: '2026-03-01T10:00:00.000Z' },
      { type: 'PreparationStartRepeated', at: '2026-03-01T10:00:00.000Z' },
      { type: 'PreparationConfirmed' },
      { type: 'TicketReady', at: '2026-03-01T10:10:00.000Z' },
      { type: 'TicketCompleted', at: '2026-03-01T10:20:00.000Z' },
    ] as const;
    const states = steps.map((_, index) => steps.slice(0, index + 1).reduce<TicketRecord>(evolve, waiting));
    expect(states.map(({ status }) => status)).toEqual([
      'PREPARING',
      'PREPARING',
      'PREPARING',
      'READY',
      'COMPLETED',
    ]);
    const { note: _note, ...noteless } = facts;
    expect(states.map((state) => 'note' in state)).toEqual([true, true, true, true, false]);
    expect(states.at(-1)).toEqual({
      ...noteless,
      status: 'COMPLETED',
      startedAt: '2026-03-01T10:00:00.000Z',
      readyAt: '2026-03-01T10:10:00.000Z',
      completedAt: '2026-03-01T10:20:00.000Z',
    });
  });

  it('is not confirmed by its start, nor by repeating it', () => {
    const started = evolve(waiting, { type: 'PreparationStarted', at });
    expect(started).toEqual({ ...facts, status: 'PREPARING', startedAt: at, confirmed: false });
    expect(evolve(started, { type: 'PreparationStartRepeated', at })).toEqual(started);
  });

  it.each([waiting, unconfirmed, preparing, ready])(
    'is cancelled from $status, and loses its note',
    (ticket) => {
      const { note: _note, ...noteless } = facts;
      expect(evolve(ticket, { type: 'TicketCancelled', at })).toEqual({
        ...noteless,
        status: 'CANCELLED',
        cancelledAt: at,
      });
    },
  );

  it('is not made from a tombstone by any event', () => {
    expect(evolve(tombstone, { type: 'PreparationStarted', at })).toEqual(tombstone);
  });

  it('shows staff what to prepare, and not for whom', () => {
    const { customerId: _customerId, ...shown } = facts;
    expect(viewOf(preparing)).toEqual({ ...shown, status: 'PREPARING', confirmed: true });
    const { note: _note, ...noteless } = facts;
    expect(viewOf({ ...noteless, status: 'WAITING' })).not.toHaveProperty('note');
  });
});
