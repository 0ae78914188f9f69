import { describe, expect, it } from '@jest/globals';
import type { Result } from '../../../web/common/calls.ts';
import type { Ticket } from '../../../web/kitchen/board.ts';
import { pendingSteps, UNDO_MS, type FailedStep, type Pending } from '../../../web/kitchen/pending-steps.ts';
import { orderIdOf, ticket } from './kitchen-samples.ts';

const orderId = orderIdOf('1');

/** The object `steps` of a tablet. The test moves the tablet's clock, and decides when the API answers. */
const tablet = () => {
  let time = 0;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  const sent: string[] = [];
  const answers: ((result: Result<Ticket>) => void)[] = [];
  const learnt: Ticket[] = [];
  const pending: { value: ReadonlyMap<string, Pending> } = { value: new Map() };
  const failed: { value: ReadonlyMap<string, FailedStep> } = { value: new Map() };
  const steps = pendingSteps({
    send: (id, step) => {
      sent.push(`${step} ${id}`);
      return new Promise((resolve) => answers.push(resolve));
    },
    done: (known) => learnt.push(known),
    pending,
    failed,
    now: () => time,
    later: (run, milliseconds) => timers.push({ at: time + milliseconds, run }),
  });
  return {
    steps,
    sent,
    learnt,
    pending,
    failed,
    pass: (milliseconds: number) => {
      time += milliseconds;
      const due = timers.filter(({ at }) => at <= time);
      timers = timers.filter(({ at }) => at > time);
      for (const { run } of due) run();
    },
    answer: async (result: Result<Ticket>) => {
      answers.shift()?.(result);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
};

describe('a step that is pressed', () => {
  it('is sent when it cannot be undone any more, and once', async () => {
    const { steps, sent, learnt, pending, pass, answer } = tablet();
    steps.press(orderId, 'start');
    pass(UNDO_MS - 1);
    expect(sent).toEqual([]);
    steps.press(orderId, 'start');
    pass(1);
    expect(sent).toEqual([`start ${orderId}`]);
    pass(2 * UNDO_MS);
    await answer({ ok: true, value: ticket('1', 'PREPARING') });
    expect(sent).toHaveLength(1);
    expect(learnt).toMatchObject([{ status: 'PREPARING' }]);
    expect(pending.value.size).toBe(0);
  });

  it('is not sent if it is undone, and the timer of the first press does not send the second one early', () => {
    const { steps, sent, pending, pass } = tablet();
    steps.press(orderId, 'start');
    pass(3000);
    steps.undo(orderId);
    expect(pending.value.size).toBe(0);
    steps.press(orderId, 'start');
    pass(UNDO_MS - 1);
    expect(sent).toEqual([]);
    pass(1);
    expect(sent).toHaveLength(1);
  });

  it('is not undone by the second tap of a double tap, nor once it was sent', () => {
    const { steps, sent, pending, pass } = tablet();
    steps.press(orderId, 'start');
    pass(200);
    steps.undo(orderId);
    expect(pending.value.size).toBe(1);
    pass(UNDO_MS);
    expect(sent).toHaveLength(1);
    steps.undo(orderId);
    expect(pending.value.get(orderId)).toMatchObject({ sending: true });
  });

  it('says why it failed, until the step is pressed again', async () => {
    const { steps, failed, pending, pass, answer } = tablet();
    steps.press(orderId, 'ready');
    pass(UNDO_MS);
    await answer({ ok: false, failure: { kind: 'no-answer' } });
    expect(failed.value.get(orderId)).toEqual({ step: 'ready', failure: { kind: 'no-answer' } });
    expect(pending.value.size).toBe(0);
    steps.press(orderId, 'ready');
    expect(failed.value.size).toBe(0);
  });

  it('is sent at once when the page is left, and not again afterwards', () => {
    const { steps, sent, pass } = tablet();
    steps.press(orderId, 'start');
    steps.press(orderIdOf('2'), 'complete');
    steps.flush();
    steps.flush();
    pass(UNDO_MS);
    expect(sent).toEqual([`start ${orderId}`, `complete ${orderIdOf('2')}`]);
  });

  it('is dropped when the ticket has moved meanwhile', () => {
    const { steps, sent, pass } = tablet();
    steps.press(orderId, 'start');
    steps.drop(orderId);
    pass(UNDO_MS);
    expect(sent).toEqual([]);
  });
});
