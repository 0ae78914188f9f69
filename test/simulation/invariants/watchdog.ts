import type { FaultKind } from '../kernel/faults.ts';
import type { Shop } from '../world/shop.ts';
import { orderIdOf, type Observer } from './observer.ts';

/** Calls by which a tick comes into being, or comes to rest until it is redriven. */
const ports: readonly string[] = ['ticks.schedule', 'orders-watchdog-dlq.send'];
/** After these the worker does it again, or it was done twice already. */
const sendsOneMore: readonly FaultKind[] = ['fail-after', 'act-late', 'repeat', 'die-after'];

/**
 * An order has one chain of ticks, and one more for each time that the infrastructure delivered or sent something twice:
 * chains do not multiply by themselves.
 */
export const watchdogInvariants = ({ world }: Shop): Observer => {
  const { kernel } = world;
  const live = new Map<string, number>();
  const allowed = new Map<string, number>();
  const published = new Set<string>();
  const add = (counts: Map<string, number>, orderId: string, by: number): number => {
    const sum = (counts.get(orderId) ?? 0) + by;
    counts.set(orderId, sum);
    return sum;
  };
  /** Ids of messages name the order after the type. */
  const orderOf = (messageId: string): string => messageId.split(':')[1] ?? '';

  return {
    queues: {
      'orders-watchdog': {
        onSent: (message, twice) => {
          const orderId = orderIdOf(message);
          if (twice) add(allowed, orderId, 1);
          const chains = add(live, orderId, 1);
          // While a tick sends the next one it is still there itself.
          if (chains > 2 + (allowed.get(orderId) ?? 0)) {
            kernel.fail(
              'one-chain-of-ticks',
              `${world.orderName(orderId)} has ${chains} ticks under way, ${allowed.get(orderId) ?? 0} by faults`,
            );
          }
        },
        onGone: (message) => void add(live, orderIdOf(message), -1),
        onAcknowledgementLost: (message) => void add(allowed, orderIdOf(message), 1),
      },
    },
    onPublished: ({ id, type }) => {
      if (type !== 'OrderCreated') return;
      if (published.has(id)) add(allowed, orderOf(id), 1);
      published.add(id);
    },
    onFault: (port, fault, { messageId }) => {
      if (!ports.includes(port) || !sendsOneMore.includes(fault)) return;
      add(allowed, orderOf(messageId ?? ''), 1);
    },
  };
};
