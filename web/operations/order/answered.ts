import type { Letter } from '../letters/letters.ts';
import { serviceOf, type TimelineEvent } from './events.ts';

/**
 * True if the service that could not process a message has responded to the message meanwhile, for example because it
 * has processed another copy. The timeline then contains an event that the service published in response.
 */
export const isAnswered = (
  { queue, eventId }: Pick<Letter, 'queue' | 'eventId'>,
  timeline: readonly TimelineEvent[],
): boolean =>
  timeline.some(
    ({ causationId, type }) =>
      causationId === eventId && serviceOf(type) !== undefined && queue.startsWith(`${serviceOf(type)}-`),
  );
