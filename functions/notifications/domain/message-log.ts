import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Channel } from './contact.ts';

/** Names a message: one event is told once on each channel. */
export interface MessageKey {
  readonly eventId: string;
  readonly channel: Channel;
}

/** A message as the log has it once the provider answered. No address: that is in the contact details alone. */
export interface LoggedMessage extends MessageKey {
  readonly eventType: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly subject: string;
  readonly outcome:
    | { readonly status: 'SENT'; readonly sentAt: Instant }
    /** The provider refused it for good; `code` is the provider's name for why. */
    | { readonly status: 'REFUSED'; readonly refusedAt: Instant; readonly code: string };
}

/** What was sent to a customer, as they see it. */
export interface SentMessage {
  readonly eventType: string;
  readonly orderId: string;
  readonly channel: Channel;
  readonly sentAt: Instant;
  readonly subject: string;
}

/**
 * How a claim ended: the message is ours to send until the claim runs out; or it was sent or refused before; or another
 * worker is at it.
 */
export type ClaimOutcome = 'claimed' | 'done' | 'busy';

/** Keeps which messages are being sent, and which were. */
export interface MessageLog {
  /**
   * Takes a message for sending, in one conditional write: unless it is done, or claimed until later than `now`. Of two
   * deliveries of one event at the same time only one sends; a claim whose worker died runs out.
   */
  claim(key: MessageKey, now: Instant, until: Instant): Promise<ClaimOutcome>;
  /** Records what became of a message, in place of its claim. */
  record(message: LoggedMessage): Promise<void>;
  /** What was sent to a customer, newest first; refused messages are not among them. Eventually consistent. */
  list(customerId: string, request: PageRequest): Promise<Page<SentMessage>>;
}
