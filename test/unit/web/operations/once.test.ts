import { describe, expect, it } from '@jest/globals';
import type { Failure } from '../../../../web/common/failure.ts';
import {
  readAttempts,
  sendOnce,
  type Attempt,
  type Attempts,
} from '../../../../web/operations/parts/once.ts';

type Answer =
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly failure: Failure };

const failed = (failure: Failure): Answer => ({ ok: false, failure });
const noAnswer = failed({ kind: 'no-answer' });
const refused = failed({ kind: 'refused', status: 422, code: 'x', detail: 'No', correlationId: undefined });

/** A page whose server gives these answers, one after another. */
const page = (...answers: Answer[]) => {
  const sent: Attempt<number>[] = [];
  const attempts: { value: Attempts<number> } = { value: {} };
  let keys = 0;
  const send = sendOnce<number, string>({
    send: async (subject, attempt) => {
      // The attempt is stored before it is sent, so a reload at this moment would repeat it.
      expect(attempts.value[subject]).toEqual(attempt);
      sent.push(attempt);
      return answers.shift() ?? noAnswer;
    },
    attempts,
    newKey: () => `key-${(keys += 1)}`,
    now: () => '2026-03-01T09:00:00.000Z',
  });
  return { send, sent, attempts };
};

describe('a request that must take effect once', () => {
  it.each([noAnswer, failed({ kind: 'busy', afterSeconds: 1 }), failed({ kind: 'offline' })])(
    'is repeated as it was after $failure.kind, whatever is asked for then',
    async (lost) => {
      const { send, sent, attempts } = page(lost, { ok: true, value: 'done' });
      await send('o1', 120);
      await send('o1', 500);
      expect(sent.map(({ key, body }) => [key, body])).toEqual([
        ['key-1', 120],
        ['key-1', 120],
      ]);
      expect(attempts.value).toEqual({});
    },
  );

  it('is forgotten after a refusal, so that another one can be sent', async () => {
    const { send, sent } = page(refused, { ok: true, value: 'done' });
    await send('o1', 999);
    await send('o1', 100);
    expect(sent.map(({ key, body }) => [key, body])).toEqual([
      ['key-1', 999],
      ['key-2', 100],
    ]);
  });

  it('does not hold up one about something else', async () => {
    const { send, sent, attempts } = page(noAnswer, { ok: true, value: 'done' });
    await send('o1', 1);
    await send('o2', 2);
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-2']);
    expect(Object.keys(attempts.value)).toEqual(['o1']);
  });

  it('is read from the storage only if it is whole', () => {
    const read = readAttempts((body): body is number => typeof body === 'number');
    const good = { key: 'k', body: 1, sentAt: 't' };
    expect(read({ a: good, b: { ...good, body: 'x' }, c: null, d: { body: 1 } })).toEqual({ a: good });
    expect(read(null)).toEqual({});
  });
});
