import type { Letter } from '../letters/letters.ts';
import { serviceOf, type TimelineEvent } from './events.ts';

/**
 * True if the service that gave a message up has answered it meanwhile, for example after another copy of the message: the
 * timeline has an event of that service, caused by the message.
 */
export const isAnswered = (
  { queue, eventId }: Pick<Letter, 'queue' | 'eventId'>,
  timeline: readonly TimelineEvent[],
): boolean =>
  timeline.some(
    ({ causationId, type }) =>
      causationId === eventId && serviceOf(type) !== undefined && queue.startsWith(`${serviceOf(type)}-`),
  );
