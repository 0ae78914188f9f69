import type { Result } from '../common/calls.ts';
import type { Failure } from '../common/failure.ts';
import type { Ticket } from './board.ts';

export type StepName = 'start' | 'ready' | 'complete';

/** How long a step can be undone, in milliseconds. The page calls the API after it. */
export const UNDO_MS = 5000;

/** A second tap within this time belongs to the first one, and undoes nothing. In milliseconds. */
const DOUBLE_TAP_MS = 600;

/** A step that was pressed, and has no answer yet. */
export interface Pending {
  readonly step: StepName;
  readonly pressedAt: number;
  readonly sending: boolean;
}

/** Why the last step of a ticket failed. */
export interface FailedStep {
  readonly step: StepName;
  readonly failure: Failure;
}

interface Dependencies {
  readonly send: (orderId: string, step: StepName) => Promise<Result<Ticket>>;
  /** Called with the ticket after a step that succeeded. */
  readonly done: (ticket: Ticket) => void;
  readonly pending: { value: ReadonlyMap<string, Pending> };
  readonly failed: { value: ReadonlyMap<string, FailedStep> };
  readonly now: () => number;
  /** Calls back after a time in milliseconds, like `setTimeout`. */
  readonly later: (run: () => void, milliseconds: number) => void;
}

const set = <Value>(map: ReadonlyMap<string, Value>, key: string, value: Value) =>
  new Map(map).set(key, value);
const without = <Value>(map: ReadonlyMap<string, Value>, key: string) => {
  const next = new Map(map);
  next.delete(key);
  return next;
};

/** The steps that were pressed on this tablet. Each waits until it cannot be undone any more, and is then sent once. */
export const pendingSteps = ({ send, done, pending, failed, now, later }: Dependencies) => {
  const sendNow = async (orderId: string, pressed: Pending): Promise<void> => {
    // It was undone, is being sent already, or another one was pressed since.
    if (pending.value.get(orderId) !== pressed) return;
    pending.value = set(pending.value, orderId, { ...pressed, sending: true });
    const result = await send(orderId, pressed.step);
    pending.value = without(pending.value, orderId);
    if (result.ok) done(result.value);
    else failed.value = set(failed.value, orderId, { step: pressed.step, failure: result.failure });
  };

  return {
    /** Takes a step in `UNDO_MS`. Does nothing if the ticket has a step that is not answered yet. */
    press: (orderId: string, step: StepName): void => {
      if (pending.value.has(orderId)) return;
      const pressed: Pending = { step, pressedAt: now(), sending: false };
      pending.value = set(pending.value, orderId, pressed);
      failed.value = without(failed.value, orderId);
      later(() => void sendNow(orderId, pressed), UNDO_MS);
    },
    /** Takes a step back, unless it was sent already, or pressed so shortly before that this is a double tap. */
    undo: (orderId: string): void => {
      const pressed = pending.value.get(orderId);
      if (pressed === undefined || pressed.sending || now() - pressed.pressedAt < DOUBLE_TAP_MS) return;
      pending.value = without(pending.value, orderId);
    },
    /** Drops what was pressed or failed for a ticket that is closed. A step that is being sent keeps its answer. */
    drop: (orderId: string): void => {
      if (pending.value.get(orderId)?.sending !== true) pending.value = without(pending.value, orderId);
      failed.value = without(failed.value, orderId);
    },
    /** Sends all steps at once, because the page is being left. */
    flush: (): void => {
      for (const [orderId, pressed] of pending.value) if (!pressed.sending) void sendNow(orderId, pressed);
    },
  };
};
