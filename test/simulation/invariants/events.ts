import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/** Their data tells how the ledger stands when they are said, so a later repetition may say more. */
const cumulative: readonly string[] = ['RefundCompleted', 'RefundFailed'];

/**
 * Every committed event is published, and nothing is published that was not committed first. Whoever says something again
 * says the same: one id, one content.
 */
export const eventInvariants = ({ world }: Shop): Observer => {
  const { kernel } = world;
  const committed = new Map<string, string>();
  const published = new Set<string>();
  return {
    store: {
      onCommitted: (_service, _id, events) => {
        for (const event of events) {
          const content = cumulative.includes(event.type) ? '' : JSON.stringify(event.data);
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
      // StockLow is derived from the stream, where there is nothing that was not written.
      if (type !== 'StockLow' && !committed.has(id)) {
        kernel.fail('committed-before-published', `${id} was published and never written`);
      }
    },
    atEnd: () => {
      for (const id of committed.keys()) {
        if (!published.has(id))
          kernel.fail('committed-is-published', `${id} was written and never published`);
      }
    },
  };
};
