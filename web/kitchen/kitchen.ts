import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import { ownApi, resultOf, type Result } from '../common/calls.ts';
import { failureOf, type Failure } from '../common/failure.ts';
import { follow } from '../common/follow.ts';
import { watch } from '../common/live.ts';
import { person } from '../common/session.ts';
import { clockOffset } from './age.ts';
import {
  acknowledged,
  closed,
  forgotten,
  inLane,
  isOpen,
  isShown,
  missing,
  newsOf,
  withTickets,
  type Board,
  type Entry,
  type Lane,
  type News,
  type Ticket,
} from './board.ts';
import { codesOf } from './codes.ts';
import { stillOpen } from './count-of-all.ts';
import { stalenessOf } from './freshness.ts';
import { askForLanes } from './lanes-poll.ts';
import { withLeft } from './left.ts';
import { pendingSteps, type FailedStep, type Pending, type StepName } from './pending-steps.ts';
import { crossed, left } from './tablet.ts';

/** The pause between two requests for changes, and the longest pause after failures, in milliseconds. */
const PAUSE_MS = 1500;
const MAX_PAUSE_MS = 8000;
/**
 * The pause while pushes arrive. It is short, so that the board soon shows when the API does not respond
 * (freshness.ts).
 */
const SAFETY_MS = 5000;

/**
 * If a ticket is missing in the lists, the page asks the orders service whether the order has ended. One poll asks
 * about at most this number of tickets.
 */
const MAX_QUESTIONS = 5;

/** All tickets that this board knows. Undefined until the first response. */
export const board = signal<Board | undefined>(undefined);

/** The lanes that have more tickets than are shown. */
export const cutOff = signal<readonly Lane[]>([]);

/** When the last successful response arrived, in milliseconds, and the failure since then, if there is one. */
export const contact = signal<{ readonly at: number | undefined; readonly failure: Failure | undefined }>({
  at: undefined,
  failure: undefined,
});

/** The time in milliseconds, by the clock of this device. Changes every second. */
export const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), 1000);

/** Whether the browser has a connection, as far as it knows. */
const online = signal(navigator.onLine);
for (const change of ['online', 'offline']) addEventListener(change, () => (online.value = navigator.onLine));

/**
 * By how much the server's clock is ahead of this device's clock, in milliseconds. The ages of tickets are computed
 * with it.
 */
const offset = signal(0);
export const serverNow = computed(() => now.value + offset.value);

const none: Board = new Map();

/**
 * The ids of all tickets that are shown, as one text. While the same tickets are shown, the text stays the same,
 * although time passes.
 */
const shown = computed(() =>
  [...(board.value ?? none)]
    .flatMap(([orderId, entry]) => (isShown(entry, now.value) ? [orderId] : []))
    .join(' '),
);

/** The codes of all tickets that are shown. */
export const codes = computed(() => codesOf(shown.value.split(' ').filter((orderId) => orderId !== '')));

/** The tickets of each lane. */
export const tickets: Readonly<Record<Lane, ReadonlySignal<readonly Entry[]>>> = {
  WAITING: computed(() => entriesOf('WAITING')),
  PREPARING: computed(() => entriesOf('PREPARING')),
  READY: computed(() => entriesOf('READY')),
};

/**
 * The entries of a lane. Uses `Date.now()` and not the signal `now`, so that a lane is not computed anew every second.
 */
const entriesOf = (lane: Lane): readonly Entry[] =>
  shown.value === '' ? [] : inLane(board.value ?? none, lane, Date.now());

/** What the board shows if it is not up to date. Undefined if it is up to date. */
export const stale = computed(() =>
  stalenessOf(contact.value, { now: now.value, online: online.value, signedIn: person.value !== undefined }),
);

export const pending = signal<ReadonlyMap<string, Pending>>(new Map());
export const failed = signal<ReadonlyMap<string, FailedStep>>(new Map());

const listeners = new Set<(news: News) => void>();

/**
 * Calls `hear` whenever tickets arrive or are cancelled.
 * @returns a function that ends these calls
 */
export const onNews = (hear: (news: News) => void): (() => void) => {
  listeners.add(hear);
  return () => listeners.delete(hear);
};

/**
 * Replaces the board. Then drops the unsent steps of changed tickets, remembers tickets that left, and announces news.
 */
const change = (next: Board): void => {
  const before = board.value;
  board.value = next;
  if (before === undefined) return;
  const moved = [...next.values()].filter(
    ({ ticket }) => (before.get(ticket.orderId)?.ticket ?? ticket) !== ticket,
  );
  // Another tablet may have taken the same step that somebody has pressed on this tablet.
  for (const { ticket } of moved) steps.drop(ticket.orderId);
  const ended = moved.filter((entry) => !isOpen(entry)).map(({ ticket }) => ticket);
  if (ended.length > 0) left.value = withLeft(left.value, ended, Date.now());
  const news = newsOf(before, next);
  if (news.arrived.length + news.cancelled.length > 0) for (const hear of listeners) hear(news);
};

const learn = (tickets: readonly Ticket[]): void =>
  change(withTickets(board.value ?? none, tickets, Date.now()));

const send = async (orderId: string, step: StepName): Promise<Result<Ticket>> => {
  // With `keepalive`, the browser completes the request even if the person leaves the page.
  const call = { params: { path: { orderId } }, keepalive: true };
  const result = await resultOf<Ticket>(
    step === 'start'
      ? ownApi.POST('/fulfilment/tickets/{orderId}/start', call)
      : step === 'ready'
        ? ownApi.POST('/fulfilment/tickets/{orderId}/ready', call)
        : ownApi.POST('/fulfilment/tickets/{orderId}/complete', call),
  );
  const code = !result.ok && result.failure.kind === 'refused' ? result.failure.code : undefined;
  if (code === 'ticket.cancelled') close(orderId, 'CANCELLED');
  return result;
};

export const steps = pendingSteps({
  send,
  done: (ticket) => learn([ticket]),
  pending,
  failed,
  now: () => Date.now(),
  later: (run, milliseconds) => setTimeout(run, milliseconds),
});

const close = (orderId: string, status: 'COMPLETED' | 'CANCELLED'): void =>
  change(closed(board.value ?? none, orderId, status, Date.now()));

/** Takes a cancelled ticket off the board. */
export const acknowledge = (orderId: string): void => change(acknowledged(board.value ?? none, orderId));

/**
 * For a ticket that is missing in the lists, asks the orders service whether the order has ended or no longer exists.
 * If the order is still open, does nothing, because the ticket has only moved between lanes.
 */
const learnEndOf = async (orderId: string): Promise<void> => {
  const result = await resultOf(
    ownApi.GET('/orders/{orderId}', { params: { path: { orderId } }, cache: 'no-store' }),
  );
  if (result.ok) {
    const { status } = result.value;
    if (status === 'CANCELLED' || status === 'COMPLETED') close(orderId, status);
  } else if (result.failure.kind === 'refused' && result.failure.status === 404) {
    change(forgotten(board.value ?? none, orderId));
  }
};

/**
 * Polls the kitchen's tickets.
 * @returns a function that stops the polling
 */
export const followKitchen = (): (() => void) => {
  const ask = askForLanes(ownApi);
  let isForbidden = false;
  return follow<true>(
    async (signal) => {
      const lists = await ask(signal);
      batch(() => {
        offset.value = clockOffset(lists.date, Date.now(), offset.value);
        cutOff.value = lists.cutOff;
        learn(lists.tickets);
      });
      const gone = missing(board.value ?? none, lists.tickets).slice(0, MAX_QUESTIONS);
      await Promise.all(gone.map(learnEndOf));
      const open = [...(board.value ?? none)].filter(([, entry]) => isOpen(entry));
      const still = stillOpen(crossed.value, new Set(open.map(([orderId]) => orderId)));
      if (Object.keys(still).length < Object.keys(crossed.value).length) crossed.value = still;
      return true;
    },
    ({ failure }) => {
      const why = failure === undefined ? undefined : failureOf(failure, navigator.onLine);
      isForbidden = why?.kind === 'refused' && why.status === 403;
      contact.value = { at: why === undefined ? Date.now() : contact.value.at, failure: why };
    },
    () => (isForbidden ? undefined : PAUSE_MS),
    { maxPauseMs: MAX_PAUSE_MS, safetyMs: SAFETY_MS, watch: watch({ to: 'kitchen' }) },
  );
};

// A device may end a hidden page at any time, so a page that becomes hidden sends all pending steps at once.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) steps.flush();
});
addEventListener('pagehide', () => steps.flush());
