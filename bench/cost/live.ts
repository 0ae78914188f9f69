import { BACKGROUND_MEMORY_MIB, FOREGROUND_MEMORY_MIB } from '../../infra/constructs/service-function.ts';
import { markdownTable } from '../documents/sections.ts';
import { gigabyteSeconds, waits } from './bill.ts';
import { priceOf, type Priced } from './prices-2026.ts';

/** Maximum dollars for a million orders whose pages are watched live, without the request for a ticket. */
export const LIVE_LIMIT_DOLLARS = 15;

/** The pushes about a happy order: payment link, paid, preparing, ready, completed. */
export const PUSHES = 5;
/** How long a customer looks at the page of an order. */
const WATCHED_MINUTES = 5;
/** Assumption: the CPU time of an invocation, about that of other small functions (docs/cost.md). */
const CPU_MS = 3;

/** The units that DynamoDB charges for a connection with one subscription, from its ticket until it is closed. */
export const CONNECTION_UNITS = { written: 8, read: 1 } as const;
/** The read units for the connections of a batch with one event: two topics of its order, kitchen and operations. */
export const PUSH_READ_UNITS = 2;

type Amounts = Readonly<Partial<Record<Priced, number>>>;

const computing = (invocations: number, waitMs: number, memoryMiB: number): number =>
  gigabyteSeconds({ cpuMs: invocations * CPU_MS, waitMibMs: waitMs * memoryMiB });

/** What a watched order costs: its connection, and the messages over it. */
const watched: Amounts = {
  // The subscription, its confirmation, and the pushes.
  socketMessages: 2 + PUSHES,
  socketMinutes: WATCHED_MINUTES,
  writeUnits: CONNECTION_UNITS.written,
  readUnits: CONNECTION_UNITS.read,
  // Ticket, connection, subscription, end of the connection.
  invocations: 4,
  gigabyteSeconds: computing(4, 9 * waits.dynamo + waits.sqs, FOREGROUND_MEMORY_MIB),
};

/** What every order costs, watched or not, with one message in each batch: the events that the inbox receives. */
const everyOrder: Amounts = {
  sqsRequests: 3 * PUSHES,
  readUnits: PUSHES * PUSH_READ_UNITS,
  invocations: PUSHES,
  gigabyteSeconds: computing(PUSHES, PUSHES * (waits.dynamo + waits.sqs), BACKGROUND_MEMORY_MIB),
};

const dollarsOf = (amounts: Amounts): number =>
  Object.entries(amounts).reduce((sum, [what, amount]) => sum + 1e6 * priceOf(what as Priced, amount), 0);

/** The dollars for a million watched orders, without the request for a ticket. */
export const watchedDollars = (): number => dollarsOf(watched);

/** The table of what live connections cost. */
export const liveTable = (): string => {
  const ticket: Amounts = { apiRequests: 1 };
  const rows: readonly (readonly [string, Amounts])[] = [
    [`a watched order: a connection of ${WATCHED_MINUTES} minutes with ${PUSHES} pushes`, watched],
    ['not in the limit: the request for its ticket', ticket],
    ['every order, watched or not: its events, one in each batch', everyOrder],
  ];
  const named: Readonly<Partial<Record<Priced, string>>> = {
    socketMessages: 'messages',
    socketMinutes: 'minutes',
    writeUnits: 'write units',
    readUnits: 'read units',
    sqsRequests: 'requests to SQS',
    invocations: 'invocations',
    gigabyteSeconds: 'GB-seconds',
    apiRequests: 'API requests',
  };
  const written = (amounts: Amounts): string =>
    Object.entries(amounts)
      .map(([what, amount]) => `${Number(amount.toFixed(2))} ${named[what as Priced] ?? what}`)
      .join(', ');
  return markdownTable(
    ['Live connections', 'amounts', '$ per million'],
    rows.map(([what, amounts]) => [what, written(amounts), `$${dollarsOf(amounts).toFixed(2)}`]),
  );
};
