import { describe, expect, it } from '@jest/globals';
import { ApiError, orderlyClient } from '../../../client/index.ts';
import { askForLanes } from '../../../web/kitchen/lanes-poll.ts';
import type { Ticket } from '../../../web/kitchen/board.ts';
import { ticket } from './kitchen-samples.ts';

/** An API with pages of tickets of each status. The entity tag of a page is its content. */
const kitchenApi = (pages: Readonly<Record<string, readonly (readonly Ticket[])[]>>) => {
  const asked: string[] = [];
  const world = { pages, status: 200 };
  const api = orderlyClient({
    baseUrl: 'https://api.test/v1',
    fetch: (request) => {
      const query = new URL(request.url).searchParams;
      const [lane, index] = [query.get('status') ?? '', Number(query.get('cursor') ?? 0)];
      const tag = request.headers.get('if-none-match');
      const list = world.pages[lane] ?? [[]];
      const body = {
        items: list[index] ?? [],
        ...(index + 1 < list.length ? { nextCursor: String(index + 1) } : {}),
      };
      const etag = `"${JSON.stringify(body).length}-${JSON.stringify(body.items)}"`;
      const status = world.status !== 200 ? world.status : tag === etag ? 304 : 200;
      asked.push(`${lane} ${index} ${status}`);
      const headers = { etag, date: 'Sun, 01 Mar 2026 09:00:00 GMT', 'content-type': 'application/json' };
      return Promise.resolve(new Response(status === 200 ? JSON.stringify(body) : null, { status, headers }));
    },
  });
  return { asked, world, ask: askForLanes(api) };
};

const { signal } = new AbortController();

describe('the lanes', () => {
  it('are read with the entity tags of the last answers, which keep what has not changed', async () => {
    const { asked, world, ask } = kitchenApi({ WAITING: [[ticket('1', 'WAITING')]] });
    const first = await ask(signal);
    expect(first).toMatchObject({ cutOff: [], date: 'Sun, 01 Mar 2026 09:00:00 GMT' });
    expect((await ask(signal)).tickets).toEqual(first.tickets);
    expect(asked.slice(3)).toEqual(['WAITING 0 304', 'PREPARING 0 304', 'READY 0 304']);
    world.pages = { READY: [[ticket('1', 'READY')]] };
    expect((await ask(signal)).tickets).toMatchObject([{ status: 'READY' }]);
  });

  it('have all pages, up to three. A lane with more says so', async () => {
    const pages = ['1', '2', '3', '4'].map((end) => [ticket(end, 'READY')]);
    expect(await kitchenApi({ READY: pages.slice(0, 3) }).ask(signal)).toMatchObject({
      tickets: { length: 3 },
      cutOff: [],
    });
    expect(await kitchenApi({ READY: pages }).ask(signal)).toMatchObject({
      tickets: { length: 3 },
      cutOff: ['READY'],
    });
  });

  it('have no page twice when tickets move from one page to the one before', async () => {
    const [one, two, three] = [ticket('1', 'READY'), ticket('2', 'READY'), ticket('3', 'READY')];
    const { world, ask } = kitchenApi({ READY: [[one], [two], [three]] });
    await ask(signal);
    world.pages = { READY: [[two], [three]] };
    expect((await ask(signal)).tickets).toEqual([two, three]);
  });

  it('fail as a whole if one of them cannot be read', async () => {
    const { world, ask } = kitchenApi({});
    world.status = 403;
    await expect(ask(signal)).rejects.toThrow(ApiError);
  });
});
