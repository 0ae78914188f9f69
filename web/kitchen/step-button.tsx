import type { Entry } from './board.ts';
import { now, pending, steps } from './kitchen.ts';
import { nextStepOf, stepWords } from './step-words.ts';
import { UNDO_MS, type Pending } from './pending-steps.ts';

const secondsLeft = ({ pressedAt }: Pending): number =>
  Math.max(1, Math.ceil((pressedAt + UNDO_MS - Math.max(now.value, pressedAt)) / 1000));

/**
 * The one large button of a ticket: its next step, and for a few seconds after a tap, a way to undo the step. The
 * button stays the same element, so that it keeps the focus.
 */
export const StepButton = ({ entry, code }: { readonly entry: Entry; readonly code: string }) => {
  const { orderId } = entry.ticket;
  const pressed = pending.value.get(orderId);
  if (pressed !== undefined) {
    const words = stepWords[pressed.step];
    return pressed.sending ? (
      <button type="button" class="step" data-step={orderId} aria-disabled="true">
        {words.sending}
      </button>
    ) : (
      <button type="button" class="step undo" data-step={orderId} onClick={() => steps.undo(orderId)}>
        <span class="undo-word">Undo</span>
        <span class="undo-time">
          {words.waiting} in {secondsLeft(pressed)} s
        </span>
      </button>
    );
  }
  // Without a pending step, the button reads the time only while the ticket waits for its confirmation. So most buttons
  // are not drawn again every second.
  const forMs = entry.ticket.confirmed === false ? now.value - entry.changedAt : 0;
  const next = nextStepOf(entry.ticket, forMs);
  if (next.kind === 'none') return null;
  if (next.kind === 'confirming') {
    return (
      <button type="button" class="step confirming" data-step={orderId} aria-disabled="true">
        Confirming …
      </button>
    );
  }
  return (
    <button
      type="button"
      class={`step ${next.step}`}
      data-step={orderId}
      onClick={() => steps.press(orderId, next.step)}
    >
      {next.text}
      <span class="visually-hidden"> {code}</span>
    </button>
  );
};
