import type { Message } from '../../../shared/events/envelope.ts';
import type { InboxName } from '../../../shared/events/subscriptions.ts';
import type { OnFault } from '../kernel/ports.ts';
import type { OnWebhook } from '../world/provider.ts';
import type { QueueListener } from '../world/queue.ts';
import type { StoreListener } from '../world/stores.ts';

/** Watches one aspect of a shop, and says what must hold. */
export interface Observer {
  /** Hears of every write, in the step in which it takes effect. */
  readonly store?: StoreListener;
  readonly queues?: Readonly<Partial<Record<InboxName, QueueListener>>>;
  /** Hears of every event that the bus takes, each time that it does. */
  readonly onPublished?: (event: Message) => void;
  readonly onTold?: (channel: 'email' | 'sms') => void;
  readonly onWebhook?: OnWebhook;
  readonly onFault?: OnFault;
  /** Checks what may only hold once a step is complete. */
  readonly afterStep?: () => void;
  /** Checks what must hold when all is quiet. */
  readonly atEnd?: () => void;
}

/** The order that a message is about. */
export const orderIdOf = (message: Message): string =>
  (message.data as { readonly orderId?: string }).orderId ?? '';
