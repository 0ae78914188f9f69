import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import type { InboxName } from '../../../shared/events/subscriptions.ts';
import type { OnFault } from '../kernel/ports.ts';
import type { OnWebhook } from '../world/provider.ts';
import type { QueueListener } from '../world/queue.ts';
import type { StoreListener } from '../world/stores.ts';

/** Watches one aspect of a shop and checks its invariants. */
export interface Observer {
  /** Called with every write, in the step in which it takes effect. */
  readonly store?: StoreListener;
  readonly queues?: Readonly<Partial<Record<InboxName, QueueListener>>>;
  /** Called with every event that the bus accepts, including repetitions. */
  readonly onPublished?: (event: QueueMessage) => void;
  readonly onTold?: (channel: 'email' | 'sms') => void;
  readonly onWebhook?: OnWebhook;
  readonly onFault?: OnFault;
  /** Checks invariants that hold only between steps. */
  readonly afterStep?: () => void;
  /** Checks invariants that hold once the world is quiet. */
  readonly atEnd?: () => void;
}

/** The order that a message belongs to. */
export const orderIdOf = (message: QueueMessage): string =>
  (message.data as { readonly orderId?: string }).orderId ?? '';
