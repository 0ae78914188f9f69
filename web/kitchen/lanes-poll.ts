import type { OrderlyClient } from '../../client/index.ts';
import { tagged } from '../common/tagged.ts';
import { lanes, type Lane, type Ticket } from './board.ts';

/**
 * One request returns at most `PAGE_SIZE` tickets, because the API allows no more. The board shows at most `MAX_PAGES`
 * pages of a lane.
 */
const PAGE_SIZE = 100;
const MAX_PAGES = 3;

/** The tickets that the API lists: the oldest ones of each lane. */
export interface Lists {
  readonly tickets: readonly Ticket[];
  /** The lanes that have more tickets than the board shows. */
  readonly cutOff: readonly Lane[];
  /** The header `Date` of the last response: the time of the server. */
  readonly date: string | null;
}

interface Page {
  readonly items: readonly Ticket[];
  readonly nextCursor?: string | undefined;
}

interface Slot {
  readonly cursor: string | undefined;
  readonly ask: () => Promise<Page | undefined>;
  page: Page | undefined;
}

/**
 * Creates the function that reads all lanes. Each request for a page of a lane contains the entity tag of the last
 * response to the same request.
 * @returns a function that reads all lanes, and throws an ApiError if one of the requests fails
 */
export const askForLanes = (api: OrderlyClient): ((signal: AbortSignal) => Promise<Lists>) => {
  let signal: AbortSignal;
  let date: string | null = null;

  const slotOf = (status: Lane, cursor: string | undefined): Slot => ({
    cursor,
    page: undefined,
    ask: tagged<Page>(async (headers) => {
      const query = { status, limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) };
      const answer = await api.GET('/fulfilment/tickets', {
        params: { query },
        headers,
        cache: 'no-store',
        signal,
      });
      date = answer.response.headers.get('date');
      return answer;
    }),
  });

  const laneOf = (status: Lane) => {
    const slots: Slot[] = [];
    return async (): Promise<{ readonly tickets: readonly Ticket[]; readonly isCutOff: boolean }> => {
      const tickets: Ticket[] = [];
      let cursor: string | undefined;
      for (let index = 0; index < MAX_PAGES; index += 1) {
        let slot = slots[index];
        if (slot?.cursor !== cursor || slot === undefined) slot = slots[index] = slotOf(status, cursor);
        slot.page = (await slot.ask()) ?? slot.page;
        tickets.push(...(slot.page?.items ?? []));
        cursor = slot.page?.nextCursor;
        if (cursor === undefined) return { tickets, isCutOff: false };
      }
      return { tickets, isCutOff: true };
    };
  };

  const readers = lanes.map((lane) => ({ lane, read: laneOf(lane) }));
  return async (given) => {
    signal = given;
    const read = await Promise.all(
      readers.map(async ({ lane, read: readLane }) => ({ lane, ...(await readLane()) })),
    );
    return {
      tickets: read.flatMap(({ tickets }) => tickets),
      cutOff: read.flatMap(({ lane, isCutOff }) => (isCutOff ? [lane] : [])),
      date,
    };
  };
};
