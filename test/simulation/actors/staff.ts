import type { Caller } from '../../../shared/kernel/caller.ts';
import type { Shop } from '../world/shop.ts';
import type { OrderPlan } from './plan.ts';
import { makeRequest } from './request.ts';

const staff: Caller = { id: 'kitchen', roles: ['staff'] };

/**
 * Before each step (a request that changes a ticket's status), the kitchen waits one second plus a random time. These
 * are the limits of the random time, in milliseconds. Those of `at-last` and `never` are not used.
 */
const paceMs = { prompt: 20_000, slow: 600_000, 'at-last': 1000, never: 0 } as const;
/**
 * How many steps the kitchen tries on one ticket. The drain phase, which follows after the end of all faults, finishes
 * tickets that are still open.
 */
const MAX_STEPS = 15;

/** Sends the kitchen's next request for a ticket, according to the ticket's status. Then calls `then`. */
const takeStep = (shop: Shop, orderId: string, then: () => void): void => {
  const { services, stores, world } = shop;
  const ticket = stores.tickets.rows.get(orderId)?.state;
  const request = (cause: string, run: Parameters<typeof makeRequest>[1]['run']): void =>
    makeRequest(shop, {
      name: `kitchen ${cause} ${world.orderName(orderId)}`,
      cause,
      tries: 1,
      run,
      end: then,
    });
  switch (ticket?.status) {
    case 'WAITING':
      return request('StartTicket', (trace) => services.startTicket(orderId, trace));
    case 'PREPARING':
      // Sometimes staff request the next step before the orders service has confirmed the start.
      return ticket.confirmed || world.random.chance(0.5)
        ? request('MarkTicketReady', (trace) => services.markTicketReady(orderId, trace))
        : request('StartTicket', (trace) => services.startTicket(orderId, trace));
    case 'READY':
      return request('CompleteTicket', (trace) => services.completeTicket(orderId, trace));
    case 'COMPLETED':
    case 'CANCELLED':
    case 'TOMBSTONE':
    case undefined:
      return undefined;
  }
};

export const isOpenTicket = (shop: Shop, orderId: string): boolean =>
  ['WAITING', 'PREPARING', 'READY'].includes(shop.stores.tickets.rows.get(orderId)?.state.status ?? '');

/** Makes the kitchen work on each new ticket at the planned pace. If planned, also makes staff cancel ready orders. */
export const playKitchen = (shop: Shop, planOf: (orderId: string) => OrderPlan | undefined): void => {
  const { kernel, random } = shop.world;
  const work = (orderId: string, pace: number, steps: number): void => {
    if (steps === 0 || !isOpenTicket(shop, orderId)) return;
    takeStep(shop, orderId, () =>
      kernel.after(1000 + random.below(pace), () => work(orderId, pace, steps - 1)),
    );
  };
  shop.listeners.store.push({
    onTicket: (ticket, before) => {
      const { orderId, status } = ticket;
      const plan = planOf(orderId);
      if (status === 'READY' && before?.status === 'PREPARING' && plan?.staffCancelsReady === true) {
        kernel.after(random.below(500), () => cancelByStaff(shop, orderId));
      }
      if (before !== undefined || status !== 'WAITING') return;
      const kitchen = plan?.kitchen ?? 'never';
      const pace = paceMs[kitchen];
      if (kitchen === 'never' || kitchen === 'at-last') return;
      kernel.after(1000 + random.below(pace), () => work(orderId, pace, MAX_STEPS));
    },
  });
};

/**
 * Schedules the kitchen's next request for each open ticket that `isMeant` selects. After the end of all faults, the
 * simulation calls this function until no such ticket is open.
 * @returns the number of these tickets.
 */
export const finishTickets = (shop: Shop, isMeant: (orderId: string) => boolean): number => {
  const open = [...shop.stores.tickets.rows.keys()].filter(
    (orderId) => isOpenTicket(shop, orderId) && isMeant(orderId),
  );
  open.forEach((orderId, index) =>
    shop.world.kernel.after(10 * index, () => takeStep(shop, orderId, () => undefined)),
  );
  return open.length;
};

export const cancelByStaff = (shop: Shop, orderId: string): void =>
  makeRequest(shop, {
    name: `staff cancels ${shop.world.orderName(orderId)}`,
    cause: 'CancelOrderByStaff',
    tries: 3,
    run: (trace) => shop.services.cancelOrder(staff, orderId, undefined, trace),
  });
