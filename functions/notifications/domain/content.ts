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

/** The action, if its URL is a web address. Other URLs, such as `javascript:`, never become links. */
export const linkOf = ({ action }: Content): Action | undefined =>
  action !== undefined && /^https?:\/\//i.test(action.url) ? action : undefined;

let instantFormat: Intl.DateTimeFormat | undefined;

/** Made on first use, because it takes milliseconds that a cold start would wait for. */
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
