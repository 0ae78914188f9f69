import type { MessageContext } from '../../../shared/kernel/messages.ts';

/**
 * What an event means for requests to pay: it `asks` for money, so its message is pointless once the order is settled;
 * it `settles` the order, which is then paid or over; or `neither`.
 */
export type PaymentMeaning = 'asks' | 'settles' | 'neither';

/** What a message says, as plain text. Nothing in it is markup. */
export interface Content {
  /** The subject, and the heading of the message. */
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** A list, e.g. of what was ordered. */
  readonly lines?: readonly string[];
  readonly action?: Action;
  /** The same in a text message: one or two short sentences. */
  readonly sms: string;
}

/** What the customer can do now, and where. */
export interface Action {
  readonly label: string;
  readonly url: string;
}

/** The ids at the foot of a message. Customers quote them when they ask about it. */
export interface Reference {
  readonly orderId: string;
  readonly correlationId: string;
}

/** A message for a customer, caused by an event. */
export interface Notification {
  readonly eventType: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly meaning: PaymentMeaning;
  readonly content: Content;
}

/** Sends a notification on every channel that the customer switched on. `context` is that of the event. */
export type Notify = (notification: Notification, context: MessageContext) => Promise<void>;

/** The action, if its URL is a web address. Other URLs, such as `javascript:`, never become links. */
export const linkOf = ({ action }: Content): Action | undefined =>
  action !== undefined && /^https?:\/\//i.test(action.url) ? action : undefined;

let instantFormat: Intl.DateTimeFormat | undefined;

/** Created on first use, because creating it takes milliseconds of a cold start. */
const formatOfInstants = (): Intl.DateTimeFormat => {
  instantFormat ??= new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return instantFormat;
};

/** An instant for people: `1 March 2026 at 09:30 UTC`. */
export const formatInstant = (instant: string): string =>
  `${formatOfInstants().format(Date.parse(instant))} UTC`;
