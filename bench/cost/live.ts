import { BACKGROUND_MEMORY_MIB, FOREGROUND_MEMORY_MIB } from '../../infra/constructs/service-function.ts';
import { markdownTable } from '../documents/sections.ts';
import { gigabyteSeconds, waits } from './bill.ts';
import { priceOf, type Priced } from './prices-2026.ts';

/**
 * Maximum dollars that live updates add to the bill of a million orders, if customers watch the pages of all these
 * orders.
 */
export const LIVE_LIMIT_DOLLARS = 15;

/**
 * Number of pushes about a happy order (one that is paid and completed): payment link, paid, preparing, ready,
 * completed.
 */
export const PUSHES = 5;
/** How long a customer looks at the page of an order. */
const WATCHED_MINUTES = 5;
/** Assumption: CPU milliseconds of one invocation, about as many as other small functions use (docs/cost.md). */
const CPU_MS = 3;
/** Number of DynamoDB calls, one after another, for a subscription and for the end of its connection. */
const CONNECTION_CALLS = 4;

/** The units that DynamoDB charges for a connection with one subscription, including the end of the connection. */
export const CONNECTION_UNITS = { written: 4, read: 0 } as const;
/**
 * The read units to find the connections that receive an event. At most four topics are read, each for half a unit: two
 * topics of the event's order, the topic of operations, and for some events the topic of the kitchen.
 */
export const PUSH_READ_UNITS = 2;

type Amounts = Readonly<Partial<Record<Priced, number>>>;

const computing = (invocations: number, waitMs: number, memoryMiB: number): number =>
  gigabyteSeconds({ cpuMs: invocations * CPU_MS, waitMibMs: waitMs * memoryMiB });

/** What a watched order costs in addition to `everyOrder`: a connection, and the messages over this connection. */
const connection: Amounts = {
  // The subscription, its confirmation, and the pushes.
  socketMessages: 2 + PUSHES,
  socketMinutes: WATCHED_MINUTES,
  writeUnits: CONNECTION_UNITS.written,
  // The subscription, and the end of the connection.
  invocations: 2,
  gigabyteSeconds: computing(2, CONNECTION_CALLS * waits.dynamo + waits.sqs, FOREGROUND_MEMORY_MIB),
};

/** What every order costs, watched or not: EventBridge invokes a function with each event that is pushed. */
const everyOrder: Amounts = {
  readUnits: PUSHES * PUSH_READ_UNITS,
  invocations: PUSHES,
  gigabyteSeconds: computing(PUSHES, PUSHES * (waits.dynamo + waits.sqs), BACKGROUND_MEMORY_MIB),
};

/**
 * What a kitchen board costs for each order, if its page is always open: a message about each change that the board
 * shows.
 */
const board: Amounts = { socketMessages: 4 };

const dollarsOf = (amounts: Amounts): number =>
  Object.entries(amounts).reduce((sum, [what, amount]) => sum + 1e6 * priceOf(what as Priced, amount), 0);

/** The dollars for a million watched orders. */
export const watchedDollars = (): number => dollarsOf(connection) + dollarsOf(everyOrder);

/** The table of what live connections cost. */
export const liveTable = (): string => {
  const rows: readonly (readonly [string, Amounts])[] = [
    [`an order's page: a connection of ${WATCHED_MINUTES} minutes with ${PUSHES} pushes`, connection],
    ['every order, watched or not: its events', everyOrder],
    ['not in the total: each board of the kitchen, for each order', board],
  ];
  const named: Readonly<Partial<Record<Priced, string>>> = {
    socketMessages: 'messages',
    socketMinutes: 'minutes',
    writeUnits: 'write units',
    readUnits: 'read units',
    invocations: 'invocations',
    gigabyteSeconds: 'GB-seconds',
  };
  const written = (amounts: Amounts): string =>
    Object.entries(amounts)
      .map(([what, amount]) => `${Number(amount.toFixed(2))} ${named[what as Priced] ?? what}`)
      .join(', ');
  return markdownTable(
    ['Live connections', 'amounts', '$ per million'],
    [
      ...rows.map(([what, amounts]) => [what, written(amounts), `$${dollarsOf(amounts).toFixed(2)}`]),
      ['**total of a watched order**', '', `**$${watchedDollars().toFixed(2)}**`],
    ],
  );
};
