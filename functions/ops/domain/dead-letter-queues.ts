import type { DeadLetter } from './dead-letter.ts';
import type { PlatformQueue } from './platform-queue.ts';

/** How a dead letter was taken where it goes: it is there for good, or it is not. */
export type SendOutcome =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'refused'; readonly code: string; readonly reason: string };

/** The dead-letter queues. Each operation is one call, of at most 10 messages. */
export interface DeadLetterQueues {
  /** Up to 10 messages, which nobody else sees until they are released, or for a minute. Empty: none is visible. */
  receive(queue: PlatformQueue): Promise<readonly DeadLetter[]>;
  /** Lets messages be seen again at once. */
  release(queue: PlatformQueue, letters: readonly DeadLetter[]): Promise<void>;
  /** Sends a message where it was to go at first, without its cause. Durable once it says `sent`. */
  sendBack(queue: PlatformQueue, letter: DeadLetter): Promise<SendOutcome>;
  /** Removes a message for good. */
  remove(queue: PlatformQueue, letter: DeadLetter): Promise<void>;
  /** About how many messages rest there, those that somebody looks at included. */
  depth(queue: PlatformQueue): Promise<number>;
}
