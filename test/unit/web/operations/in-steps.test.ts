import { describe, expect, it } from '@jest/globals';
import { inSteps, STEP, type Ports, type Progress } from '../../../../web/operations/letters/in-steps.ts';
import type { Letter } from '../../../../web/operations/letters/letters.ts';

const letter = (n: number): Letter => ({
  messageId: `m${n}`,
  eventId: `PaymentClosed:o${n}`,
  queue: 'orders-inbox',
  source: 'orders-inbox',
  code: 'message.invalid',
  cause: 'It cannot be read',
  receiveCount: 4,
  sentAt: '2026-03-01T09:00:00.000Z',
});
const letters = Array.from({ length: 25 }, (_, n) => letter(n));

/** Sends letters back in steps. Returns the sizes of the steps, and all reports. */
const run = async (ports: Partial<Ports> = {}) => {
  const sent: number[] = [];
  const reports: Progress[] = [];
  await inSteps({
    send: async (some) => {
      sent.push(some.length);
      return { ok: true, value: { moved: some.length, refused: [], notFound: 0 } };
    },
    pause: async () => undefined,
    countReturned: async () => 0,
    isStopped: () => false,
    report: (progress) => reports.push(progress),
    ...ports,
  })(letters);
  return { sent, reports, last: reports.at(-1) };
};

describe('sending dead letters back in steps', () => {
  it('sends all, some at a time, and says how far it has come', async () => {
    const { sent, reports, last } = await run();
    expect(sent).toEqual([STEP, STEP, 5]);
    expect(last).toMatchObject({ state: 'done', total: 25, returned: 0, outcome: { moved: 25 } });
    const steps = new Set(reports.map(({ outcome }) => outcome.moved));
    expect([...steps]).toEqual([0, STEP, 2 * STEP, 25]);
  });

  it('ends once one of them is a dead letter again, and sends no more', async () => {
    const seen: number[] = [];
    const { sent, last } = await run({
      countReturned: async (some) => {
        seen.push(some.length);
        return some.length > STEP ? 1 : 0;
      },
    });
    expect(sent).toEqual([STEP, STEP]);
    // The messages of both steps are counted, because a message of the first step may fail, and come back to the
    // dead-letter queue, after the second step.
    expect(seen).toEqual([STEP, 2 * STEP]);
    expect(last).toMatchObject({ state: 'came-back', returned: 1, outcome: { moved: 2 * STEP } });
  });

  it('ends after the step in which a person stops it', async () => {
    const { sent, last } = await run({ isStopped: () => true });
    expect(sent).toEqual([STEP]);
    expect(last?.state).toBe('stopped');
  });

  it('ends if a step fails, and keeps what the steps before have done', async () => {
    const failure = { kind: 'refused', message: 'No' } as unknown as NonNullable<Progress['failure']>;
    let steps = 0;
    const { last } = await run({
      send: async (some) => {
        steps += 1;
        return steps === 1
          ? { ok: true, value: { moved: some.length, refused: [], notFound: 0 } }
          : { ok: false, failure };
      },
    });
    expect(last).toMatchObject({ state: 'failed', failure, outcome: { moved: STEP } });
  });

  it('adds up what was refused and what was not found', async () => {
    const refused = { messageId: 'm1', code: 'x', reason: 'y' };
    const { last } = await run({
      send: async () => ({ ok: true, value: { moved: 1, refused: [refused], notFound: 2 } }),
    });
    expect(last?.outcome).toEqual({ moved: 3, refused: [refused, refused, refused], notFound: 6 });
  });
});
