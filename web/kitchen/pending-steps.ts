import type { Result } from '../common/calls.ts';
import type { Failure } from '../common/failure.ts';
import type { Ticket } from './board.ts';

export type StepName = 'start' | 'ready' | 'complete';

/** How long a step can be undone, in milliseconds. After this time, the page calls the API. */
export const UNDO_MS = 5000;

/** A second tap within this time, in milliseconds, is part of a double tap and undoes nothing. */
const DOUBLE_TAP_MS = 600;

/** A step of a ticket (start, ready or complete) that somebody has pressed, and that has no response yet. */
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
  /** Calls `run` after a time in milliseconds, like `setTimeout`. */
  readonly later: (run: () => void, milliseconds: number) => void;
}

const set = <Value>(map: ReadonlyMap<string, Value>, key: string, value: Value) =>
  new Map(map).set(key, value);
const without = <Value>(map: ReadonlyMap<string, Value>, key: string) => {
  const next = new Map(map);
  next.delete(key);
  return next;
};

/**
 * Manages the steps that were pressed on this tablet. Each step waits for `UNDO_MS` or until `flush`, and is then sent
 * once, unless it was undone or dropped.
 */
export const pendingSteps = ({ send, done, pending, failed, now, later }: Dependencies) => {
  const sendNow = async (orderId: string, pressed: Pending): Promise<void> => {
    // Does nothing if the step was undone, if it is being sent already, or if another step was pressed meanwhile.
    if (pending.value.get(orderId) !== pressed) return;
    pending.value = set(pending.value, orderId, { ...pressed, sending: true });
    const result = await send(orderId, pressed.step);
    pending.value = without(pending.value, orderId);
    if (result.ok) done(result.value);
    else failed.value = set(failed.value, orderId, { step: pressed.step, failure: result.failure });
  };

  return {
    /** Sends a step after `UNDO_MS`. Does nothing if the ticket has a step without a response. */
    press: (orderId: string, step: StepName): void => {
      if (pending.value.has(orderId)) return;
      const pressed: Pending = { step, pressedAt: now(), sending: false };
      pending.value = set(pending.value, orderId, pressed);
      failed.value = without(failed.value, orderId);
      later(() => void sendNow(orderId, pressed), UNDO_MS);
    },
    /** Undoes a step, unless the step was sent already, or was pressed less than `DOUBLE_TAP_MS` ago. */
    undo: (orderId: string): void => {
      const pressed = pending.value.get(orderId);
      if (pressed === undefined || pressed.sending || now() - pressed.pressedAt < DOUBLE_TAP_MS) return;
      pending.value = without(pending.value, orderId);
    },
    /** Drops the pending or failed step of a ticket that has changed. A step that is being sent is not dropped. */
    drop: (orderId: string): void => {
      if (pending.value.get(orderId)?.sending !== true) pending.value = without(pending.value, orderId);
      failed.value = without(failed.value, orderId);
    },
    /** Sends all waiting steps at once. Call this when the person leaves the page. */
    flush: (): void => {
      for (const [orderId, pressed] of pending.value) if (!pressed.sending) void sendNow(orderId, pressed);
    },
  };
};
