import type { MessageContext } from '../../../shared/kernel/messages.ts';

/**
 * What an event means for the order's payment:
 * - `asks`: the event's message asks for money, so it is not sent after the order was paid or has ended;
 * - `settles`: the order is paid or has ended, so nobody may ask for money any more;
 * - `neither`.
 */
export type PaymentMeaning = 'asks' | 'settles' | 'neither';

/**
 * The content of a message, as plain text without markup. The names of products are enclosed by `isolated`. An
 * e-mail shows the parts in the sequence of these fields.
 */
export interface Content {
  /** The subject of the e-mail and the heading of its text. */
  readonly subject: string;
  /** What an inbox shows beside the subject. Absent: the first paragraph. */
  readonly preview?: string;
  readonly paragraphs: readonly string[];
  /** The value that the customer looks for, e.g. the pickup code. The e-mail shows it large. */
  readonly highlight?: Highlight;
  /** A list, e.g. of what was ordered. */
  readonly lines?: readonly string[];
  readonly table?: Table;
  /** What the customer can do now. Absent: the e-mail links to the order's page, if the stage has one. */
  readonly action?: Action;
  /** The label of the link to the order's page. Absent: `View your order`. */
  readonly pageLabel?: string;
  /** A text that is less important than the other parts, e.g. that a customer who has just paid need do nothing. */
  readonly remark?: string;
  /** The text message (SMS): one or two short sentences with the same content as the e-mail. */
  readonly sms: string;
}

/** A value and what it is, e.g. `Pickup code` and `7KQ4`. */
export interface Highlight {
  readonly label: string;
  readonly value: string;
}

/** A table. Each row has a cell for each column. The first cell names its row, the others are amounts. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The last row, e.g. the total. */
  readonly foot?: readonly string[];
}

/** A link to what the customer can do now, for example pay. */
export interface Action {
  readonly label: string;
  readonly url: string;
}

/** What an e-mail is about. */
export interface Reference {
  /**
   * The order's id. The e-mail shows it at its end, so that customers can quote it. Absent if the e-mail is not about
   * an order.
   */
  readonly orderId?: string;
  /**
   * The correlation id of the event or request that causes the e-mail, for the provider's records. The e-mail does not
   * show this id, because a client of the API can choose it freely.
   */
  readonly correlationId: string;
}

/** A message for a customer, caused by an event. */
export interface Notification {
  readonly eventType: string;
  readonly orderId: string;
  /**
   * The id of the first event that stated the fact which this message reports. Absent if each event of this type states
   * a different fact. The message then has the id of the event that causes it.
   */
  readonly messageId?: string;
  /**
   * An order's customer is told of at most this many facts of this type. Absent if an order has only one fact of this
   * type.
   */
  readonly most?: number;
  readonly customerId: string;
  readonly meaning: PaymentMeaning;
  readonly content: Content;
}

/**
 * Sends a notification on each of the customer's channels that can be used (`destinationsOf`). `context` describes the
 * event that caused the notification.
 */
export type Notify = (notification: Notification, context: MessageContext) => Promise<void>;

/** The content's action, if its URL is a web address. Other URLs, such as `javascript:`, never become links. */
export const linkOf = ({ action }: Pick<Content, 'action'>): Action | undefined =>
  action !== undefined && /^https?:\/\//i.test(action.url) ? action : undefined;

/**
 * The one link of an e-mail: the content's action, otherwise the order's page.
 * @param ordersUrl the address below which the shop shows orders. Without it, only an action is a link.
 */
export const mailLinkOf = (
  { action, pageLabel = 'View your order' }: Content,
  { orderId }: Reference,
  ordersUrl?: string,
): Action | undefined => {
  if (action !== undefined) return linkOf({ action });
  if (orderId === undefined || ordersUrl === undefined) return undefined;
  return linkOf({ action: { label: pageLabel, url: `${ordersUrl}${encodeURIComponent(orderId)}` } });
};

/** What an inbox shows beside the subject of an e-mail. */
export const previewOf = ({ preview, paragraphs }: Content): string => preview ?? paragraphs[0] ?? '';

/** Control characters, line and paragraph separators, and the characters that change the direction of text (UAX #9). */
const DISRUPTIVE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Encloses text that a person typed, such as a product's name, in an isolate (UAX #9, section 2.4.2). So text that is
 * written from right to left does not move the price beside it. Characters that could end the isolate become blanks.
 */
export const isolated = (text: string): string => `\u2068${text.replaceAll(DISRUPTIVE, ' ')}\u2069`;

let instantFormat: Intl.DateTimeFormat | undefined;

/** Creates the format on first use. Creating it takes milliseconds, which a cold start must not wait for. */
const formatOfInstants = (): Intl.DateTimeFormat => {
  instantFormat ??= new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return instantFormat;
};

/** Formats an instant for people, such as `1 March 2026 at 09:30 UTC`. */
export const formatInstant = (instant: string): string =>
  `${formatOfInstants().format(Date.parse(instant))} UTC`;
