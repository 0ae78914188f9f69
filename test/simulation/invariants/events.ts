import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/** Events that contain current totals. If such an event is published again, its totals may be newer. */
const cumulative: readonly string[] = ['RefundCompleted', 'RefundFailed'];

/** Removes the customer's id from an event's data, because an erasure may have replaced the id. */
const sayings = (data: unknown): object => ({ ...(data as object), customerId: undefined });

/**
 * Rules for events:
 * - Every event that was stored in an outbox is published.
 * - Only events that were stored in an outbox are published, except StockLow.
 * - Events with the same id have the same content, unless their type is `cumulative`. The customer's id may differ,
 *   because an erasure may have replaced it after the first of these events.
 */
export const eventInvariants = ({ world }: Shop): Observer => {
  const { kernel } = world;
  const committed = new Map<string, string>();
  const published = new Set<string>();
  return {
    store: {
      onCommitted: (_service, _id, events) => {
        for (const event of events) {
          const content = cumulative.includes(event.type) ? '' : JSON.stringify(sayings(event.data));
          const before = committed.get(event.id);
          if (before !== undefined && before !== content) {
            kernel.fail('one-id-one-content', `${world.describe(event)}: first ${before}, then ${content}`);
          }
          committed.set(event.id, content);
          world.trace.note(() => `  commits ${world.describe(event)}`);
        }
      },
    },
    onPublished: ({ id, type }) => {
      published.add(id);
      // StockLow has no outbox. The relay derives it from the stream, which contains only committed writes.
      if (type !== 'StockLow' && !committed.has(id)) {
        kernel.fail('committed-before-published', `${id} was published without being committed`);
      }
    },
    atEnd: () => {
      for (const id of committed.keys()) {
        if (!published.has(id))
          kernel.fail('committed-is-published', `${id} was committed and never published`);
      }
    },
  };
};
