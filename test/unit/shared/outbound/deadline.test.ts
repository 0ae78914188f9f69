import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  limitedFetch,
  reserveOf,
  untilDeadline,
  withDeadline,
  withinLimit,
} from '../../../../shared/outbound.ts';
import { lambdaContext } from '../../../support/lambda-events.ts';
import { drip, headOnly, startSilentServer, type SilentServer } from '../../../support/silent-server.ts';

// A low limit, so that a test fails soon if its call hangs.
jest.setTimeout(20_000);

const servers: SilentServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
const serve = async (begin?: Parameters<typeof startSilentServer>[0]): Promise<string> => {
  const server = await startSilentServer(begin);
  servers.push(server);
  return server.url;
};

const never = () => new Promise<never>(() => undefined);
const timeout = { name: 'TimeoutError' };

describe('a call with a limit', () => {
  it('returns what it returns, and throws what it throws', async () => {
    const broken = new Error('broken');
    expect(await withinLimit(1_000, async () => 'done')).toBe('done');
    await expect(withinLimit(1_000, () => Promise.reject(broken))).rejects.toBe(broken);
  });

  it('is given up after the limit, with an error that says so and counts as transient', async () => {
    await expect(withinLimit(20, never)).rejects.toMatchObject({
      ...timeout,
      message: 'An outbound call had no answer after 20 ms and was given up',
    });
  });

  it('is not begun with less than ten milliseconds', async () => {
    const call = untilDeadline(Date.now() + 9, () => withinLimit(60_000, async () => 'begun'));
    await expect(call).rejects.toMatchObject(timeout);
  });

  it('is given up at the deadline of its invocation, if that comes first', async () => {
    const call = untilDeadline(Date.now() + 20, () => withinLimit(60_000, never));
    await expect(call).rejects.toMatchObject(timeout);
  });

  it('is not made after the deadline, also if the code goes on in a later invocation', async () => {
    const made: string[] = [];
    const callTwice = async (): Promise<void> => {
      await withinLimit(60_000, never).catch(() => undefined);
      await withinLimit(60_000, async () => void made.push('second call'));
    };
    const first = untilDeadline(Date.now() + 20, callTwice);
    const later = untilDeadline(Date.now() + 60_000, () =>
      withinLimit(60_000, async () => void made.push('call of the later invocation')),
    );
    await expect(first).rejects.toMatchObject({ message: expect.stringContaining('no time left') });
    await later;
    expect(made).toEqual(['call of the later invocation']);
  });

  it('limits the calls that are made within it', async () => {
    const inner = new Promise((resolve) => {
      const outer = () => withinLimit(60_000, never).catch(resolve);
      void withinLimit(20, outer).catch(() => undefined);
    });
    expect(await inner).toMatchObject(timeout);
  });

  it('may fail after it was given up', async () => {
    let fail = (_: Error): void => undefined;
    const call = withinLimit(20, () => new Promise((_, reject) => (fail = reject)));
    await expect(call).rejects.toMatchObject(timeout);
    fail(new Error('late'));
    // Waits until Node would have reported an unhandled rejection, which would fail this test.
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('fetch with a limit', () => {
  it.each([
    ['sends nothing', undefined],
    ['sends only the head of its response', headOnly],
    ['sends its response too slowly', drip],
  ])('fails with a time-out if the server %s', async (_, begin) => {
    const url = await serve(begin);
    const read = async (limitMs: number) => (await limitedFetch(limitMs)(url)).text();
    await expect(read(200)).rejects.toMatchObject(timeout);
    await expect(untilDeadline(Date.now() + 200, () => read(60_000))).rejects.toMatchObject(timeout);
  });

  it('keeps the signal of its caller', async () => {
    const url = await serve();
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(limitedFetch(60_000)(url, { signal })).rejects.toThrow('stopped');
  });
});

describe('an invocation', () => {
  it('keeps two seconds for its end, or a quarter of its time if it is short', () => {
    expect([60_000, 8_000, 4_000, 2_000].map(reserveOf)).toEqual([2_000, 2_000, 1_000, 500]);
  });

  it('passes event and context to its handler, and ends the calls before its own end', async () => {
    const given: unknown[] = [];
    const handler = withDeadline(async (...args: [string, object]) => {
      given.push(...args);
      return withinLimit(60_000, never);
    });
    const context = lambdaContext(100);
    await expect(handler('event', context)).rejects.toMatchObject(timeout);
    expect(given).toEqual(['event', context]);
  });
});
