import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { Content } from './content.ts';

/**
 * What an event means for requests to pay:
 * `asks` for money, so it is pointless once the order is settled; `settles` the order (paid or ended); `neither`.
 */
export type PaymentMeaning = 'asks' | 'settles' | 'neither';

/** Something to tell a customer. */
export interface Notification {
  readonly eventType: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly meaning: PaymentMeaning;
  readonly content: Content;
}

/** Tells a customer, on every channel that they switched on; `context` is that of the event. */
export type Notify = (notification: Notification, context: MessageContext) => Promise<void>;

/** The reaction to an event. */
export type Reaction<Data> = (data: Data, context: MessageContext) => Promise<void>;

/** The order and the customer that an event is about. */
export interface OrderOfCustomer {
  readonly orderId: string;
  readonly customerId: string;
}
