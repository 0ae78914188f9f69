import type { Failure } from '../common/failure.ts';
import type { Ticket } from './board.ts';
import type { StepName } from './pending-steps.ts';

/** The texts about a step: on its button, while it waits to be sent, and while it is being sent. */
interface StepWords {
  readonly press: string;
  readonly waiting: string;
  readonly sending: string;
}

export const stepWords: Readonly<Record<StepName, StepWords>> = {
  start: { press: 'Start', waiting: 'Starts', sending: 'Starting …' },
  ready: { press: 'Ready', waiting: 'Ready', sending: 'Saving …' },
  complete: { press: 'Handed over', waiting: 'Handed over', sending: 'Saving …' },
};

/**
 * How long the orders service may take to confirm a start before the board offers to request the confirmation again, in
 * milliseconds.
 */
const PATIENCE_MS = 20_000;

/**
 * What can be done with a ticket: its next step, or nothing. `confirming`: the orders service has not confirmed the
 * start yet. `none`: the ticket is closed.
 */
export type NextStep =
  | { readonly kind: 'step'; readonly step: StepName; readonly text: string }
  | { readonly kind: 'confirming' }
  | { readonly kind: 'none' };

/**
 * The next step of a ticket.
 * @param forMs how long the ticket has been in its state, in milliseconds
 */
export const nextStepOf = ({ status, confirmed }: Ticket, forMs: number): NextStep => {
  switch (status) {
    case 'WAITING':
      return { kind: 'step', step: 'start', text: stepWords.start.press };
    case 'PREPARING':
      if (confirmed !== false) return { kind: 'step', step: 'ready', text: stepWords.ready.press };
      // FulfilmentStarted may be in a dead-letter queue, so the board offers to start again
      // (functions/fulfilment/README.md).
      return forMs < PATIENCE_MS
        ? { kind: 'confirming' }
        : { kind: 'step', step: 'start', text: 'Ask again' };
    case 'READY':
      return { kind: 'step', step: 'complete', text: stepWords.complete.press };
    case 'COMPLETED':
    case 'CANCELLED':
      return { kind: 'none' };
  }
};

const refusals: Readonly<Record<string, string>> = {
  'ticket.cancelled': 'The order was cancelled. Stop.',
  'ticket.wrong-step': 'Another step comes first. The board shows it in a moment.',
  'ticket.not-confirmed': 'The start is not confirmed yet. Try again in a moment.',
  'ticket.not-found': 'The kitchen has no ticket for this order any more.',
};

/**
 * Why a step failed, and what to do. Each step can be pressed again, because a repeated step takes effect only once.
 */
export const failedWords = (failure: Failure): string => {
  switch (failure.kind) {
    case 'offline':
      return 'You are offline. Press again when the connection is back.';
    case 'no-answer':
      return 'There was no answer. Press again: it counts once.';
    case 'busy':
      return 'The system is very busy. Press again in a moment.';
    case 'signed-out':
      return 'Your sign-in has ended. Sign in, then press again.';
    case 'refused':
      if (failure.status === 403) return 'Only staff may do this.';
      return refusals[failure.code] ?? failure.detail;
  }
};
