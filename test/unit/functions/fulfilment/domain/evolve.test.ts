import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  evolve,
  type TicketEvent,
  type TicketRecord,
  type TicketStatus,
} from '../../../../../functions/fulfilment/domain/ticket.ts';

const at = '2026-03-01T12:00:00.000Z';

type Status = TicketRecord['status'];
/** The name of any field that a record has in at least one status. */
type Field = TicketRecord extends infer One ? (One extends unknown ? keyof One : never) : never;

/** How an event changes a record whose status is in the list `in`. The event changes no record in another status. */
interface Effect {
  readonly event: TicketEvent;
  readonly in: readonly Status[];
  /** The fields that get a new value, with that value. */
  readonly sets: Readonly<Partial<Record<Field, unknown>>>;
  readonly drops: readonly Field[];
}

/** The fields that tickets of each status have in addition to the facts that every ticket has. */
const fieldsOf = {
  WAITING: [],
  PREPARING: ['startedAt', 'confirmed'],
  READY: ['startedAt', 'readyAt'],
  COMPLETED: ['startedAt', 'readyAt', 'completedAt'],
  CANCELLED: ['cancelledAt'],
} as const satisfies Readonly<Record<TicketStatus, readonly Field[]>>;
const ticketStatuses = Object.keys(fieldsOf) as TicketStatus[];

const effects: { readonly [Type in Exclude<TicketEvent['type'], 'CustomerForgotten'>]: Effect } = {
  PreparationStarted: {
    event: { type: 'PreparationStarted', at },
    in: ticketStatuses,
    sets: { status: 'PREPARING', startedAt: at, confirmed: false },
    drops: ['readyAt'],
  },
  PreparationStartRepeated: {
    event: { type: 'PreparationStartRepeated', at },
    in: [],
    sets: {},
    drops: [],
  },
  PreparationConfirmed: {
    event: { type: 'PreparationConfirmed' },
    in: ['PREPARING'],
    sets: { confirmed: true },
    drops: [],
  },
  TicketReady: {
    event: { type: 'TicketReady', at },
    in: ['PREPARING'],
    sets: { status: 'READY', readyAt: at },
    drops: ['confirmed'],
  },
  TicketCompleted: {
    event: { type: 'TicketCompleted', at },
    in: ['READY'],
    sets: { status: 'COMPLETED', completedAt: at },
    drops: ['note'],
  },
  TicketCancelled: {
    event: { type: 'TicketCancelled', at },
    in: ticketStatuses,
    sets: { status: 'CANCELLED', cancelledAt: at },
    drops: ['startedAt', 'confirmed', 'readyAt', 'note'],
  },
};

/** The event removes the note only from a closed ticket, because the kitchen may still need the note of an open one. */
const forgotten = { type: 'CustomerForgotten', pseudonym: 'erased-1' } as const;
describe('the ticket of a forgotten customer', () => {
  const facts = { orderId: 'o', customerId: 'alice', items: [], note: 'no nuts', receivedAt: at };
  const { note: _note, ...noteless } = facts;
  const steps = { startedAt: at, readyAt: at };
  it.each([
    [{ status: 'WAITING' }, facts],
    [{ status: 'PREPARING', startedAt: at, confirmed: true }, facts],
    [{ status: 'READY', ...steps }, facts],
    [{ status: 'COMPLETED', ...steps, completedAt: at }, noteless],
    [{ status: 'CANCELLED', cancelledAt: at }, noteless],
  ] as const)('has a pseudonym, and a note only while the ticket is open: %j', (state, kept) => {
    const ticket = { ...facts, ...state } as TicketRecord;
    expect(evolve(ticket, forgotten)).toEqual({ ...kept, ...state, customerId: 'erased-1' });
  });

  it('is no longer named when the order had only a tombstone', () => {
    const record: TicketRecord = { status: 'TOMBSTONE', orderId: 'o', cancelledAt: at };
    expect(evolve(record, forgotten)).toEqual(record);
  });
});

const text = fc.string();
const amount = fc.nat();
const instant = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** A record with a field that only a later version of the code knows. Events must not drop such a field. */
type Later = TicketRecord & { readonly laterField: string };

/** Any ticket of a status. It may also have fields that tickets of that status do not need. */
const ticketOf = (status: TicketStatus): fc.Arbitrary<Later> => {
  const facts = {
    status: fc.constant(status),
    orderId: fc.uuid(),
    customerId: text,
    items: fc.array(fc.record({ productId: text, name: text, quantity: amount, unitAmount: amount })),
    receivedAt: instant,
    laterField: text,
  };
  const steps = {
    note: text,
    startedAt: instant,
    confirmed: fc.boolean(),
    readyAt: instant,
    completedAt: instant,
    cancelledAt: instant,
  };
  return fc.record(
    { ...facts, ...steps },
    {
      requiredKeys: [...(Object.keys(facts) as (keyof typeof facts)[]), ...fieldsOf[status]],
      noNullPrototype: true,
    },
  );
};

const tombstone = fc.record(
  { status: fc.constant('TOMBSTONE' as const), orderId: fc.uuid(), cancelledAt: instant, laterField: text },
  { noNullPrototype: true },
);

const records: readonly (readonly [Status, fc.Arbitrary<Later>])[] = [
  ...ticketStatuses.map((status) => [status, ticketOf(status)] as const),
  ['TOMBSTONE', tombstone],
];

describe('whatever happens to a ticket', () => {
  it.each(Object.entries(effects))('%s changes only the fields it is about, in every status', (_, effect) => {
    for (const [status, anyRecord] of records) {
      const { sets, drops } = effect.in.includes(status) ? effect : { sets: {}, drops: [] };
      const touched: readonly string[] = [...Object.keys(sets), ...drops];
      const check = (record: Later): void => {
        const after = evolve(record, effect.event);
        const kept = Object.entries(record).filter(([name]) => !touched.includes(name));
        expect(after).toStrictEqual({ ...Object.fromEntries(kept), ...sets });
        expect(after).toHaveProperty('laterField', record.laterField);
      };
      fc.assert(fc.property(anyRecord, check), { seed: 20260301, numRuns: 100 });
    }
  });
});
