import { useEffect, useState } from 'preact/hooks';
import { ApiError, type components } from '../../../client/index.ts';
import { ownApi } from '../../common/calls.ts';
import { failureOf } from '../../common/failure.ts';
import { follow, type Followed } from '../../common/follow.ts';
import { watch } from '../../common/live.ts';
import { tagged } from '../../common/tagged.ts';
import { learnStaff } from '../parts/role.ts';
import type { Insights } from './events.ts';
import type { Order, Payment } from './story.ts';

type Ticket = components['schemas']['Ticket'];

/** What the services know about an order. A part is undefined if its service has not returned it. */
export interface Seen {
  readonly order: Order | undefined;
  readonly insights: Insights | undefined;
  readonly payment: Payment | undefined;
  /** Undefined also if the first `TICKET_PAGES` pages of the kitchen's list do not contain the ticket. */
  readonly ticket: Ticket | undefined;
  /** The services that did not respond. The values that they returned before are kept. */
  readonly missing: readonly string[];
}

const isUnknown = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 404 || error.status === 400);

/** How many pages of the kitchen's list are searched for the ticket. The API has no route for a single ticket. */
const TICKET_PAGES = 3;

/**
 * The status of an order's ticket, by the status of the order. For all other statuses, the page does not search for a
 * ticket.
 */
const ticketStatus: Readonly<Partial<Record<Order['status'], Ticket['status']>>> = {
  PAID: 'WAITING',
  PREPARING: 'PREPARING',
  READY: 'READY',
};

const findTicket = async ({ orderId, status }: Order, signal: AbortSignal): Promise<Ticket | undefined> => {
  const wanted = ticketStatus[status];
  if (wanted === undefined) return undefined;
  let cursor: string | undefined;
  for (let page = 0; page < TICKET_PAGES; page += 1) {
    const query = { status: wanted, limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const { data, response } = await ownApi.GET('/fulfilment/tickets', { params: { query }, signal });
    if (data === undefined) throw new ApiError(response.status, undefined);
    const found = data.items.find((ticket) => ticket.orderId === orderId);
    if (found !== undefined || data.nextCursor === undefined) return found;
    cursor = data.nextCursor;
  }
  return undefined;
};

interface Answer<Value> {
  readonly value: Value | undefined;
  readonly error: unknown;
}

/**
 * Keeps the last value that a service returned, even after a failed request. Forgets the value if the service responds
 * that it does not know the order.
 */
const kept = <Value>(ask: () => Promise<Value | undefined>) => {
  let last: Value | undefined;
  return async (): Promise<Answer<Value>> => {
    try {
      last = (await ask()) ?? last;
      return { value: last, error: undefined };
    } catch (error) {
      if (isUnknown(error)) last = undefined;
      return { value: last, error };
    }
  };
};

const askFor = (orderId: string) => {
  let signal = new AbortController().signal;
  const params = { path: { orderId } };
  const rest = (headers: Record<string, string>) => ({ params, headers, signal, cache: 'no-store' as const });
  const order = kept(tagged<Order>((headers) => ownApi.GET('/orders/{orderId}', rest(headers))));
  const insights = kept(
    tagged<Insights>((headers) => ownApi.GET('/insights/orders/{orderId}', rest(headers))),
  );
  const payment = kept(tagged<Payment>((headers) => ownApi.GET('/payments/{orderId}', rest(headers))));
  let ticket: Ticket | undefined;
  let ticketOf: string | undefined;
  return async (given: AbortSignal): Promise<Seen> => {
    signal = given;
    const [ofOrders, ofInsights, ofPayments] = await Promise.all([order(), insights(), payment()]);
    given.throwIfAborted();
    if (ofOrders.value === undefined && ofInsights.value === undefined) {
      throw isUnknown(ofOrders.error) ? ofInsights.error : ofOrders.error;
    }
    let ofKitchen: unknown;
    // Searches the kitchen's list until the ticket is found, and again after the status of the order has changed.
    const current = ofOrders.value;
    if (current !== undefined && (ticket === undefined || ticketOf !== current.status)) {
      try {
        ticket = await findTicket(current, given);
        ticketOf = current.status;
      } catch (error) {
        ofKitchen = error;
      }
    }
    const errors = {
      orders: ofOrders.error,
      insights: ofInsights.error,
      payments: ofPayments.error,
      fulfilment: ofKitchen,
    };
    return {
      order: current,
      insights: ofInsights.value,
      payment: ofPayments.value,
      ticket,
      missing: Object.entries(errors)
        .filter(([, error]) => error !== undefined && !isUnknown(error))
        .map(([name]) => name),
    };
  };
};

const isAtRest = ({ order, payment, insights }: Seen): boolean =>
  order !== undefined &&
  insights?.status === order.status &&
  order.waitingFor === undefined &&
  payment?.refunds.some(({ status }) => status === 'PENDING') !== true;

/** Requests an order every few seconds while the order can change soon, and less often afterwards. */
export const useOrder = (orderId: string): Followed<Seen> & { readonly again: () => void } => {
  const [state, setState] = useState<Followed<Seen>>({ value: undefined, failure: undefined });
  const [round, setRound] = useState(0);
  useEffect(
    () =>
      follow<Seen>(
        askFor(orderId),
        (next) => {
          if (next.failure !== undefined) learnStaff(failureOf(next.failure, navigator.onLine));
          // A call of `again` starts a new `follow`, which knows no value yet. If its first request fails, the page
          // keeps the value from before.
          setState((before) => ({ value: next.value ?? before.value, failure: next.failure }));
        },
        (value) => (value === undefined || !isAtRest(value) ? 3000 : 15_000),
        { watch: watch({ to: 'order', orderId }) },
      ),
    [orderId, round],
  );
  return { ...state, again: () => setRound((before) => before + 1) };
};
