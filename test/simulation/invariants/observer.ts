import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import type { InboxName } from '../../../shared/events/subscriptions.ts';
import type { OnFault } from '../kernel/ports.ts';
import type { OnWebhook } from '../world/provider.ts';
import type { QueueListener } from '../world/queue.ts';
import type { StoreListener } from '../world/stores.ts';

/** Observes a shop and checks some invariants. */
export interface Observer {
  /** Observes writes to the stores, each in the step in which it takes effect. */
  readonly store?: StoreListener;
  readonly queues?: Readonly<Partial<Record<InboxName, QueueListener>>>;
  /** Called with every event that the bus accepts, including repetitions. */
  readonly onPublished?: (event: QueueMessage) => void;
  /** Called with the channel of every message that a provider of e-mails or text messages accepts. */
  readonly onTold?: (channel: 'email' | 'sms') => void;
  /** Called with the channel of every message whose recipient a provider refuses because of an injected fault. */
  readonly onRefused?: (channel: 'email' | 'sms') => void;
  readonly onWebhook?: OnWebhook;
  readonly onFault?: OnFault;
  /** Checks invariants that hold between steps, but not in the middle of one. */
  readonly afterStep?: () => void;
  /** Checks invariants that hold at the end of a run, after the drain phase. */
  readonly atEnd?: () => void;
}

/** The id of the order that a message is about, or an empty string. */
export const orderIdOf = (message: QueueMessage): string =>
  (message.data as { readonly orderId?: string }).orderId ?? '';
