import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import { accept, type AggregateStore, type Decision } from '../../../shared/kernel/aggregate.ts';
import { addSeconds, type Instant } from '../../../shared/kernel/clock.ts';
import { hashOf } from '../../../shared/kernel/ids.ts';
import type { Trace } from '../../../shared/kernel/messages.ts';
import type { Order, OrderEvent } from './order.ts';

/** Who requested an erasure: the customer, or an administrator on the customer's request. */
export type RequestedBy =
  { readonly role: 'customer' } | { readonly role: 'admin'; readonly adminId: string };

/** A customer's request to be forgotten. A customer has at most one. */
export type Erasure = ErasureUnderWay | ErasureDone;

interface ErasureFacts {
  /** The SHA-256 hash of the customer's id. */
  readonly erasureId: string;
  readonly requestedAt: Instant;
  readonly by: RequestedBy;
}

/** An erasure that is not finished: some of the customer's orders may still contain the customer's id. */
export interface ErasureUnderWay extends ErasureFacts {
  readonly status: 'UNDER_WAY';
  readonly customerId: string;
  /** The latest tick that continued the erasure. Absent before the first tick. */
  readonly lastTick?: NumberedTick;
}

/**
 * Identifies a tick, which is a delayed message that continues an erasure. If a worker sends a tick twice, both copies
 * have the same number but different times.
 */
export interface NumberedTick {
  /** 1 for the first tick of a request, and one more for each tick that follows. */
  readonly number: number;
  readonly sentAt: Instant;
}

/** A finished erasure: the customer's id was replaced in the customer's orders, and removed from the erasure itself. */
export interface ErasureDone extends ErasureFacts {
  readonly status: 'DONE';
  readonly doneAt: Instant;
}

/** The domain events of an erasure. */
export type ErasureEvent =
  | {
      readonly type: 'Requested';
      readonly at: Instant;
      readonly customerId: string;
      readonly by: RequestedBy;
    }
  | { readonly type: 'Ticked'; readonly at: Instant; readonly tick: NumberedTick }
  | { readonly type: 'Finished'; readonly at: Instant };

/** The id of a customer's erasure. It identifies the erasure without naming the customer. */
export const erasureIdOf = (customerId: string): string => hashOf(customerId);

/** A request for erasure that was just made. */
export const requestedErasure = (customerId: string, by: RequestedBy, at: Instant): ErasureUnderWay => ({
  status: 'UNDER_WAY',
  erasureId: erasureIdOf(customerId),
  customerId,
  requestedAt: at,
  by,
});

/**
 * Requests the erasure again. An erasure that is under way stays as it is. An erasure that is done is started again.
 */
export const requestAgain = (
  erasure: Erasure,
  request: { readonly customerId: string; readonly by: RequestedBy; readonly at: Instant },
): Decision<ErasureEvent, never> =>
  erasure.status === 'UNDER_WAY' ? accept() : accept({ type: 'Requested', ...request });

/**
 * Records that a tick continues the erasure, if the tick's number is new and the tick belongs to the current request.
 *
 * A worker that fails after it has sent the next tick is retried, and sends the next tick again. If each of these
 * copies continued the erasure, failures could multiply the ticks without limit. So only the first copy of each number
 * continues the erasure. SQS may deliver this first copy more than once. `continuesErasure` accepts these deliveries
 * until the next tick is recorded.
 */
export const recordTick = (
  erasure: Erasure,
  {
    requestedAt,
    tick,
    at,
  }: { readonly requestedAt: Instant; readonly tick: NumberedTick; readonly at: Instant },
): Decision<ErasureEvent, never> =>
  erasure.status === 'UNDER_WAY' &&
  erasure.requestedAt === requestedAt &&
  tick.number > (erasure.lastTick?.number ?? 0)
    ? accept({ type: 'Ticked', at, tick })
    : accept();

/**
 * True if the erasure is under way and this tick is the one that was recorded last. Times are compared only for
 * equality, because the clocks of two workers may differ.
 */
export const continuesErasure = (erasure: Erasure, tick: NumberedTick): erasure is ErasureUnderWay =>
  erasure.status === 'UNDER_WAY' &&
  erasure.lastTick?.number === tick.number &&
  erasure.lastTick.sentAt === tick.sentAt;

/** Ends the erasure. Does nothing if the erasure was requested again after `requestedAt`. */
export const finish = (
  erasure: Erasure,
  { requestedAt, at }: { readonly requestedAt: Instant; readonly at: Instant },
): Decision<ErasureEvent, never> =>
  erasure.status === 'UNDER_WAY' && erasure.requestedAt === requestedAt
    ? accept({ type: 'Finished', at })
    : accept();

/** The erasure after an event. */
export const evolveErasure = (erasure: Erasure, event: ErasureEvent): Erasure => {
  switch (event.type) {
    case 'Requested':
      return requestedErasure(event.customerId, event.by, event.at);
    case 'Ticked':
      return erasure.status === 'UNDER_WAY' ? { ...erasure, lastTick: event.tick } : erasure;
    case 'Finished': {
      const { erasureId, requestedAt, by } = erasure;
      return { status: 'DONE', erasureId, requestedAt, by, doneAt: event.at };
    }
  }
};

/**
 * Replaces the customer's id in an order, and removes the note and the remark. An order that waits for stock or payment
 * keeps its note until its preparation starts or the order ends. An order with another customer id stays unchanged.
 */
export const forgetCustomer = (
  order: Order,
  {
    customerId,
    pseudonym,
    at,
  }: { readonly customerId: string; readonly pseudonym: string; readonly at: Instant },
): Decision<OrderEvent, never> =>
  order.customerId === customerId ? accept({ type: 'CustomerForgotten', at, pseudonym }) : accept();

/** When the last copy of the customer's data in archives, backups, logs and queues has expired. */
export const completeBy = (requestedAt: Instant, copiesDays: number): Instant =>
  addSeconds(requestedAt, copiesDays * 86_400);

/** Stores erasures. Each method makes one storage call. */
export type ErasureStore = AggregateStore<Erasure>;

/** The accounts with which customers sign in, at this deployment's own identity provider. */
export interface Accounts {
  /** Deletes the customer's account. Does nothing if there is none. Makes one call at most. */
  remove(customerId: string): Promise<void>;
}

/** The content of an erasure's tick: a message that makes the orders service continue an erasure. */
export interface ErasureTickContent {
  readonly erasureId: string;
  readonly requestedAt: Instant;
  /** See `NumberedTick`. */
  readonly number: number;
}

/** Sends ticks of erasures to the watchdog's queue. */
export interface ErasureTicks {
  /** Sends a tick that arrives after `delaySeconds` (0 to 900). Makes one call to the queue. */
  schedule(tick: ErasureTickContent, delaySeconds: number, trace: Trace): Promise<void>;
}

/** The message type of an erasure's tick. */
export const ERASURE_TICK = 'ErasureTick';

/** Builds the message of an erasure's tick. It does not contain the customer's id. */
export const erasureTick = (
  { erasureId, requestedAt, number }: ErasureTickContent,
  time: Instant,
  { correlationId, causationId }: Trace,
): QueueMessage => ({
  id: `${ERASURE_TICK}:${erasureId}:${time}`,
  type: ERASURE_TICK,
  version: 1,
  time,
  correlationId,
  causationId,
  data: { erasureId, requestedAt, number },
});
