import type { Content, Reference } from './notification.ts';

/** How a provider took a message. Transient failures (throttling, an outage) are thrown instead. */
export type SendResult =
  | { readonly outcome: 'sent' }
  /** Refused for good, e.g. because the address does not exist. Sending it again does not help. */
  | { readonly outcome: 'refused'; readonly code: string };

/** An e-mail. The mailer renders it. */
export interface Email {
  readonly to: string;
  readonly content: Content;
  readonly reference: Reference;
}

/** Sends e-mails. @throws AppError `unavailable` for a transient failure; its text has no address. */
export interface Mailer {
  send(email: Email): Promise<SendResult>;
}

/** A text message. */
export interface TextMessage {
  /** E.164. */
  readonly to: string;
  readonly content: Content;
}

/** Sends text messages. @throws AppError `unavailable` for a transient failure; its text has no number. */
export interface Texter {
  send(message: TextMessage): Promise<SendResult>;
}
