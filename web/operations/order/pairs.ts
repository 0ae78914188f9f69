import type { TimelineEvent } from './events.ts';

/** A request to a service or a person, with its answer. The page of the order shows it as a bar. */
export interface Bar {
  readonly name: string;
  /** Who has to answer. */
  readonly by: string;
  readonly from: string;
  /** When the answer came, or when the order ended without an answer. Undefined while neither has happened. */
  readonly to: string | undefined;
  /** `overtaken` means that the order ended before there was an answer, so nobody waits for an answer any more. */
  readonly state: 'open' | 'answered' | 'refused' | 'overtaken';
  /** The text that the page shows for a refusal. */
  readonly refusal: string;
  /** Events between the request and its answer, such as a declined payment. */
  readonly marks: readonly TimelineEvent[];
}

interface Question {
  readonly name: string;
  readonly by: string;
  readonly asks: string;
  readonly answers: readonly string[];
  readonly refusals?: readonly string[];
  readonly refusal?: string;
  readonly marks?: readonly string[];
}

/**
 * Which event is a request, and which events answer it. Refunds are not in this list, because an order can have
 * several: see `refundBars`.
 */
const questions: readonly Question[] = [
  {
    name: 'Reserve the stock',
    by: 'inventory',
    asks: 'OrderCreated',
    answers: ['StockReserved'],
    refusals: ['StockReservationFailed'],
    refusal: 'too little',
    marks: ['OrderCreated'],
  },
  {
    name: 'Create the payment link',
    by: 'payments',
    asks: 'PaymentRequested',
    answers: ['PaymentLinkCreated'],
  },
  {
    name: 'Pay',
    by: 'customer',
    asks: 'PaymentLinkCreated',
    answers: ['PaymentSucceeded'],
    refusals: ['PaymentClosed'],
    refusal: 'not paid',
    marks: ['PaymentFailed', 'PaymentReminderDue'],
  },
  {
    name: 'Close the payment',
    by: 'payments',
    asks: 'PaymentClosureRequested',
    answers: ['PaymentClosed', 'PaymentSucceeded'],
  },
  { name: 'Begin the preparation', by: 'kitchen', asks: 'OrderPaid', answers: ['FulfilmentStarted'] },
  { name: 'Confirm the preparation', by: 'orders', asks: 'FulfilmentStarted', answers: ['OrderPreparing'] },
  { name: 'Prepare', by: 'kitchen', asks: 'OrderPreparing', answers: ['FulfilmentReady'] },
  { name: 'Collect', by: 'customer', asks: 'FulfilmentReady', answers: ['FulfilmentCompleted'] },
  { name: 'Record the hand-over', by: 'orders', asks: 'FulfilmentCompleted', answers: ['OrderCompleted'] },
];

const ends: ReadonlySet<string> = new Set(['OrderCancelled', 'OrderExpired', 'OrderRejected']);

/** The part of an event's id that names the refund, without the number of the attempt. */
const refundOf = ({ id }: TimelineEvent): string => id.split(':').slice(2).join(':').replace(/#\d+$/, '');

const later = (a: string, b: string): string => (a > b ? a : b);

/**
 * Finds the answer to a request among the possible answers. Prefers the answer that the request caused. If there is no
 * such answer, takes the first one after the request. If all answers seem to be earlier than the request, because the
 * clocks of the services differ, takes the first one of all.
 */
const answerTo = (ask: TimelineEvent, possible: readonly TimelineEvent[]): TimelineEvent | undefined =>
  possible.find(({ causationId }) => causationId === ask.id) ??
  possible.find(({ at }) => at >= ask.at) ??
  possible[0];

const barOf = (question: Question, timeline: readonly TimelineEvent[]): readonly Bar[] => {
  const { name, by, asks, answers, refusals = [], refusal = 'refused', marks = [] } = question;
  const ask = timeline.find(({ type }) => type === asks);
  if (ask === undefined) return [];
  const answer = answerTo(
    ask,
    timeline.filter(({ type }) => answers.includes(type) || refusals.includes(type)),
  );
  const end = answer ?? timeline.find(({ type, at }) => ends.has(type) && at >= ask.at);
  const to = end && later(ask.at, end.at);
  const within = timeline.filter(
    (event) => marks.includes(event.type) && event !== ask && (to === undefined || event.at <= to),
  );
  const state =
    answer === undefined
      ? end === undefined
        ? 'open'
        : 'overtaken'
      : refusals.includes(answer.type)
        ? 'refused'
        : 'answered';
  return [{ name, by, from: ask.at, to, state, refusal, marks: within }];
};

/** The bar of each refund. A refused refund can be tried again, so its last answer counts. */
const refundBars = (timeline: readonly TimelineEvent[]): readonly Bar[] =>
  timeline
    .filter(({ type }) => type === 'RefundRequested' || type === 'RefundAccepted')
    .map((ask) => {
      const replies = timeline.filter(
        (event) =>
          (event.type === 'RefundCompleted' || event.type === 'RefundFailed') &&
          refundOf(event) === refundOf(ask),
      );
      const last = replies.at(-1);
      return {
        name: ask.type === 'RefundRequested' ? 'Return all money' : 'Refund',
        by: 'payments',
        from: ask.at,
        to: last && later(ask.at, last.at),
        state: last === undefined ? 'open' : last.type === 'RefundFailed' ? 'refused' : 'answered',
        refusal: 'refused',
        marks: replies.slice(0, -1),
      };
    });

/** Pairs the events that are requests with the events that answer them, in the order of the requests. */
export const barsOf = (timeline: readonly TimelineEvent[]): readonly Bar[] =>
  [...questions.flatMap((question) => barOf(question, timeline)), ...refundBars(timeline)].toSorted((a, b) =>
    a.from < b.from ? -1 : a.from > b.from ? 1 : 0,
  );

/** How wide a wait is drawn. Long waits are shortened, so that milliseconds stay visible beside hours. */
const widthOf = (milliseconds: number): number =>
  milliseconds <= 0 ? 0 : 0.4 + Math.log10(1 + milliseconds / 100);

/**
 * Returns a function that finds the place of an instant in the picture, from 0 to 1.
 * @param instants the instants that have a place of their own. Any other instant gets the same place as the last
 *   instant in this list that precedes it.
 */
export const scaleOf = (instants: readonly string[]): ((at: string) => number) => {
  const sorted = [...new Set(instants)].toSorted();
  let end = 0;
  const places = sorted.map((at, index) => {
    const before = sorted[index - 1];
    end += before === undefined ? 0 : widthOf(Date.parse(at) - Date.parse(before));
    return [at, end] as const;
  });
  return (at) => (end === 0 ? 0 : (places.findLast(([place]) => place <= at)?.[1] ?? 0) / end);
};
