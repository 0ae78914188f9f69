import { isWatched } from '../../../functions/orders/domain/order.ts';
import { isSuperseded } from '../../../functions/orders/domain/watchdog.ts';
import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import type { FaultKind } from '../kernel/faults.ts';
import type { Shop } from '../world/shop.ts';
import { orderIdOf, type Observer } from './observer.ts';

/** The port call that moves a tick (a delayed message of the watchdog) to the dead-letter queue. */
const RESTS = 'orders-watchdog-dlq.send';
/** The calls to ports that send a tick to a queue. */
const ports: readonly string[] = ['ticks.schedule', RESTS];
/**
 * Faults that create a second copy of a tick, because the worker is retried after sending the tick, or sends it twice.
 */
const sendsOneMore: readonly FaultKind[] = ['fail-after', 'act-late', 'hang-after', 'repeat', 'die-after'];

/**
 * The number of copies of one watchdog message that are in the queue (`underWay`) and in its dead-letter queue
 * (`resting`).
 */
interface Copies {
  readonly id: string;
  readonly sentAt: string;
  readonly after: number | undefined;
  underWay: number;
  resting: number;
}

/** The watchdog messages of one order. */
interface Watch {
  /** The number of messages in the queue. */
  underWay: number;
  /** How often a fault has repeated a delivery or a send so far. Each repetition may have added a message. */
  repeated: number;
  /**
   * Like `repeated`, but counts only messages that continue a chain and were repeated after the watchdog last did
   * something for the order.
   */
  repeatedSince: number;
  /**
   * The messages, by their id and their field `after`. Two ticks that are sent in the same millisecond have the same
   * id. If a fault delays the first of them, the watchdog may do something for the order in between. Then the two ticks
   * differ in `after`.
   */
  readonly messages: Map<string, Copies>;
  /**
   * The messages with copies in the queue. Checks look only at these messages, because this is faster than looking at
   * all messages.
   */
  readonly present: Set<Copies>;
}

/**
 * Rules for ticks, the delayed messages with which the watchdog looks at an order again. Each tick sends the next one,
 * so ticks form a chain.
 * - An order has one chain of ticks, plus at most one for each delivery or send that a fault repeated.
 * - When the watchdog does something for the order (a duty), all chains except one end.
 * - As long as the order must be watched, a tick that continues the chain is in the queue or its dead-letter queue.
 */
export const watchdogInvariants = ({ world, stores }: Shop): Observer => {
  const { kernel } = world;
  const watches = new Map<string, Watch>();
  const published = new Set<string>();
  /** Ids of messages have the form `type:orderId:…`. */
  const orderOf = (messageId: string): string => messageId.split(':')[1] ?? '';

  const watchOf = (orderId: string): Watch => {
    const none = {
      underWay: 0,
      repeated: 0,
      repeatedSince: 0,
      messages: new Map(),
      present: new Set<Copies>(),
    };
    const known = watches.get(orderId) ?? none;
    watches.set(orderId, known);
    return known;
  };
  const copiesOf = ({ id, time, data }: QueueMessage, { messages }: Watch): Copies => {
    const { after } = data as { readonly after?: number };
    const key = `${id} ${after ?? ''}`;
    const known = messages.get(key) ?? { id, sentAt: time, after, underWay: 0, resting: 0 };
    messages.set(key, known);
    return known;
  };
  /** The most recent message with this id. */
  const lastWith = (id: string): Copies | undefined =>
    [...watchOf(orderOf(id)).messages.values()].findLast((copies) => copies.id === id);
  /** Whether a message continues the order's chain of ticks. */
  const leads = (orderId: string, copies: Copies): boolean => {
    const order = stores.orders.rows.get(orderId)?.state;
    return order !== undefined && isWatched(order) && !isSuperseded(order, copies);
  };
  /** Counts one more copy of a message that a fault has created. */
  const repeat = (orderId: string, copies: Copies | undefined): void => {
    const watch = watchOf(orderId);
    watch.repeated += 1;
    if (copies !== undefined && leads(orderId, copies)) watch.repeatedSince += 1;
  };

  const check = (orderId: string, watch: Watch): void => {
    // The ticks of erasures are not about an order, so these rules do not cover them.
    if (orderId === '') return;
    const { underWay, repeated, repeatedSince } = watch;
    // One chain may have two ticks for a moment, because a tick stays in the queue until it has sent the next tick.
    if (underWay > 2 + repeated) {
      const detail = `${world.orderName(orderId)} has ${underWay} ticks under way, ${repeated} by faults`;
      kernel.fail('one-chain-of-ticks', detail);
    }
    const leading = [...watch.present].filter((copies) => leads(orderId, copies));
    const count = leading.reduce((sum, copies) => sum + copies.underWay, 0);
    if (count > 2 + repeatedSince) {
      const detail = `${world.orderName(orderId)} has ${count} ticks under way, ${repeatedSince} by faults since a duty was done`;
      kernel.fail('one-chain-after-a-duty', detail);
    }
  };

  /** Checks that the order is still watched, after a message has left the queue. */
  const checkAfter = (orderId: string, { messages, present }: Watch): void => {
    const order = stores.orders.rows.get(orderId)?.state;
    if (order === undefined || !isWatched(order)) return;
    for (const copies of present) if (leads(orderId, copies)) return;
    for (const copies of messages.values()) if (copies.resting > 0 && leads(orderId, copies)) return;
    kernel.fail(
      'never-unwatched',
      `${world.orderName(orderId)} is ${order.status}, and no tick will look at it`,
    );
  };

  return {
    store: {
      onOrder: (order, before) => {
        const duty = isWatched(order) ? order.lastDuty : undefined;
        const dutyBefore = before !== undefined && isWatched(before) ? before.lastDuty : undefined;
        if (duty === undefined || duty.number === dutyBefore?.number) return;
        const watch = watchOf(order.orderId);
        const doers = [...watch.messages.values()].filter(({ sentAt }) => sentAt === duty.tickSentAt);
        // Every copy of the tick with which the watchdog did this duty sends a next tick. All but one of these next
        // ticks are repetitions.
        watch.repeatedSince = doers.reduce((sum, copies) => sum + copies.underWay + copies.resting, -1);
      },
    },
    queues: {
      'orders-watchdog': {
        onSent: (message, twice) => {
          const orderId = orderIdOf(message);
          const watch = watchOf(orderId);
          const copies = copiesOf(message, watch);
          if (twice) repeat(orderId, copies);
          copies.underWay += 1;
          watch.underWay += 1;
          watch.present.add(copies);
          check(orderId, watch);
        },
        onGone: (message) => {
          const watch = watchOf(orderIdOf(message));
          const copies = copiesOf(message, watch);
          copies.underWay -= 1;
          watch.underWay -= 1;
          if (copies.underWay === 0) watch.present.delete(copies);
          checkAfter(orderIdOf(message), watch);
        },
        onRested: (message) => void (copiesOf(message, watchOf(orderIdOf(message))).resting += 1),
        onRedriven: (message) => void (copiesOf(message, watchOf(orderIdOf(message))).resting -= 1),
        onAcknowledgementLost: (message) =>
          repeat(orderIdOf(message), copiesOf(message, watchOf(orderIdOf(message)))),
      },
    },
    onPublished: (event) => {
      const { id, type } = event;
      if (type !== 'OrderCreated') return;
      if (published.has(id)) repeat(orderOf(id), lastWith(id));
      published.add(id);
    },
    onFault: (port, fault, { messageId = '' }) => {
      if (!ports.includes(port) || !sendsOneMore.includes(fault)) return;
      const copies = lastWith(messageId);
      repeat(orderOf(messageId), copies);
      // Because of the fault, one more copy of the tick is in the dead-letter queue or will soon arrive there.
      if (port === RESTS && copies !== undefined) copies.resting += 1;
    },
  };
};
