import { describe, expect, it } from '@jest/globals';
import { ApiError, orderlyClient } from '../../../client/index.ts';
import { askForLanes } from '../../../web/kitchen/lanes-poll.ts';
import type { Ticket } from '../../../web/kitchen/board.ts';
import { ticket } from './kitchen-samples.ts';

/** An API that lists the tickets of each status, one on each page. The cursor is the order id of the page's ticket. */
const kitchenApi = (tickets: Readonly<Record<string, readonly Ticket[]>>) => {
  const asked: string[] = [];
  const world = { tickets, status: 200 };
  const api = orderlyClient({
    baseUrl: 'https://api.test/v1',
    fetch: (request) => {
      const query = new URL(request.url).searchParams;
      const lane = query.get('status') ?? '';
      const list = (world.tickets[lane] ?? []).filter(({ orderId }) => orderId > (query.get('cursor') ?? ''));
      const items = list.slice(0, 1);
      const body = { items, ...(list.length > 1 ? { nextCursor: items[0]?.orderId } : {}) };
      const etag = `"${JSON.stringify(body)}"`;
      const isKnown = request.headers.get('if-none-match') === etag;
      const status = world.status !== 200 ? world.status : isKnown ? 304 : 200;
      asked.push(`${lane} ${status}`);
      const headers = { etag, date: 'Sun, 01 Mar 2026 09:00:00 GMT', 'content-type': 'application/json' };
      return Promise.resolve(new Response(status === 200 ? JSON.stringify(body) : null, { status, headers }));
    },
  });
  return { asked, world, ask: askForLanes(api) };
};

const { signal } = new AbortController();

describe('the lanes', () => {
  it('are read with the entity tags of the last answers, which keep what has not changed', async () => {
    const { asked, world, ask } = kitchenApi({ WAITING: [ticket('1', 'WAITING')] });
    const first = await ask(signal);
    expect(first).toMatchObject({ cutOff: [], date: 'Sun, 01 Mar 2026 09:00:00 GMT' });
    expect((await ask(signal)).tickets).toEqual(first.tickets);
    expect(asked.slice(3)).toEqual(['WAITING 304', 'PREPARING 304', 'READY 304']);
    world.tickets = { READY: [ticket('1', 'READY')] };
    expect((await ask(signal)).tickets).toMatchObject([{ status: 'READY' }]);
  });

  it('have all pages, up to three. A lane with more says so', async () => {
    const tickets = ['1', '2', '3', '4'].map((end) => ticket(end, 'READY'));
    expect(await kitchenApi({ READY: tickets.slice(0, 3) }).ask(signal)).toMatchObject({
      tickets: { length: 3 },
      cutOff: [],
    });
    expect(await kitchenApi({ READY: tickets }).ask(signal)).toMatchObject({
      tickets: { length: 3 },
      cutOff: ['READY'],
    });
  });

  it('have all tickets when one leaves the first page, so that all other pages begin elsewhere', async () => {
    const [one, two, three] = [ticket('1', 'READY'), ticket('2', 'READY'), ticket('3', 'READY')];
    const { world, ask } = kitchenApi({ READY: [one, two, three] });
    await ask(signal);
    world.tickets = { READY: [two, three] };
    expect((await ask(signal)).tickets).toEqual([two, three]);
  });

  it('fail as a whole if one of them cannot be read', async () => {
    const { world, ask } = kitchenApi({});
    world.status = 403;
    await expect(ask(signal)).rejects.toThrow(ApiError);
  });
});
