import type { Content, Reference } from './content.ts';

/** How a provider took a message. What may pass by itself (throttling, an outage) is thrown instead. */
export type Delivery =
  | { readonly outcome: 'sent' }
  /** Refused for good, e.g. because the address does not exist: sending it again is of no use. */
  | { readonly outcome: 'refused'; readonly code: string };

/** An e-mail. The mailer renders it. */
export interface Email {
  readonly to: string;
  readonly content: Content;
  readonly reference: Reference;
}

/** Sends e-mails. @throws AppError `unavailable` for what may pass; its message bears no address. */
export interface Mailer {
  send(email: Email): Promise<Delivery>;
}

/** A text message. */
export interface TextMessage {
  /** E.164. */
  readonly to: string;
  readonly content: Content;
}

/** Sends text messages. @throws AppError `unavailable` for what may pass; its message bears no number. */
export interface Texter {
  send(message: TextMessage): Promise<Delivery>;
}
