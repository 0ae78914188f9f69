import { describe, expect, it } from '@jest/globals';
import { logAnswers } from '../../../../scripts/emulator/function-logs.ts';

type Ask = Parameters<typeof logAnswers>[0];

const lines = (count: number, atOf: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => ({ eventId: String(index), timestamp: atOf(index) }));

/** Responds like the emulator (MiniStack): at most 10,000 lines from `startTime` on, and no token for a next page. */
const withoutTokens =
  (all: ReturnType<typeof lines>): Ask =>
  ({ startTime = 0 }) =>
    Promise.resolve({ events: all.filter(({ timestamp }) => timestamp >= startTime).slice(0, 10_000) });

const read = async (ask: Ask, since?: number): Promise<string[]> => {
  const ids: string[] = [];
  for await (const answer of logAnswers(ask, '/orderly/local/orders/inbox', since)) {
    ids.push(...answer.map(({ eventId = '' }) => eventId));
  }
  return ids;
};

describe('reading a log group', () => {
  it('reads every line once when full pages come without a token for the next page', async () => {
    const all = lines(35_000, (index) => Math.floor(index / 7));
    expect(await read(withoutTokens(all))).toEqual(all.map(({ eventId }) => eventId));
  });

  it('begins at an instant', async () => {
    const all = lines(20_000, (index) => index);
    expect(await read(withoutTokens(all), 9_000)).toHaveLength(11_000);
  });

  it('follows tokens where there are some', async () => {
    const all = lines(5, (index) => index);
    const ask: Ask = ({ nextToken = '0' }) => {
      const from = Number(nextToken);
      const more = from + 2 < all.length ? { nextToken: String(from + 2) } : {};
      return Promise.resolve({ events: all.slice(from, from + 2), ...more });
    };
    expect(await read(ask)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('fails rather than leave lines out', async () => {
    await expect(read(withoutTokens(lines(10_001, () => 5)))).rejects.toThrow('too many lines');
  });
});
