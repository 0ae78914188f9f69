import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Claim, MessageKey, OrderLog, Outcome } from './order-log.ts';

/** What became of one message of an order. */
export interface RecordedMessage extends MessageKey {
  readonly orderId: string;
  readonly outcome: Outcome;
}

/** Keeps, for each order, which messages are being sent, which were, and whether it wants money. One storage call each. */
export interface MessageLog {
  /**
   * Takes an event's messages for sending, all of its channels or none, in one conditional write: each must be neither
   * over nor claimed until later than `now`, and an event that asks for money finds no settled order. Of two deliveries
   * of one event at the same time only one sends; a claim whose worker died runs out.
   *
   * The same write has an event that settles its order remembered: from then on the order is settled, whatever becomes
   * of the message.
   * @returns the log that stood in the way, if one did: `standingOf` says what is left.
   */
  claim(claim: Claim): Promise<'claimed' | OrderLog>;
  /** Records what became of a message, in place of its claim. */
  record(message: RecordedMessage): Promise<void>;
  /**
   * The places of orders that a customer was to be told about, newest first; `after` is a place. Eventually consistent: a
   * new order may take a moment to appear.
   */
  placesOf(customerId: string, request: PageRequest): Promise<Page<string>>;
  /** Reads the logs of many orders (100 at the most), eventually consistent, in the order of `orderIds`. */
  loadMany(orderIds: readonly string[]): Promise<readonly OrderLog[]>;
}
