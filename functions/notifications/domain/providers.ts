import type { Channel } from './contact.ts';
import type { Content, Reference } from './notification.ts';

/**
 * What a provider did with a message. After a failure that is no permanent refusal, such as throttling or a problem of
 * our account, `send` throws instead.
 */
export type SendResult =
  | { readonly outcome: 'sent' }
  /** Refused permanently, for example because the address does not exist. Sending the message again does not help. */
  | { readonly outcome: 'refused'; readonly code: string };

/** An e-mail before it is rendered. */
export interface Email {
  readonly to: string;
  /** The customer who gets the e-mail. The provider's reports about the e-mail contain this id. */
  readonly customerId: string;
  readonly content: Content;
  readonly reference: Reference;
}

/**
 * Sends e-mails.
 * @throws AppError `unavailable` for any failure but a permanent refusal. The message of the error never contains the
 *   address.
 */
export interface Mailer {
  send(email: Email): Promise<SendResult>;
}

/** A text message. */
export interface TextMessage {
  /** The phone number, in E.164 format. */
  readonly to: string;
  readonly content: Content;
}

/**
 * Sends text messages.
 * @throws AppError `unavailable` for any failure but a permanent refusal. The message of the error never contains the
 *   phone number.
 */
export interface Texter {
  send(message: TextMessage): Promise<SendResult>;
}

/** The provider of each channel. */
export interface Providers {
  readonly mailer: Mailer;
  readonly texter: Texter;
}

/**
 * Sends a message on a channel. For a text message, the provider gets only the phone number and the content.
 * @throws AppError `unavailable` for any failure but a permanent refusal.
 */
export const sendOn = (
  channel: Channel,
  { mailer, texter }: Providers,
  message: Email,
): Promise<SendResult> => {
  switch (channel) {
    case 'email':
      return mailer.send(message);
    case 'sms':
      return texter.send({ to: message.to, content: message.content });
  }
};
