import { parseMessage } from '../../../shared/messaging/message.ts';
import type { Mutant } from './mutant.ts';

/** Bugs in code that all services share. */
export const sharedMutants: readonly Mutant[] = [
  {
    name: 'failed-entries-ignored',
    service: 'shared',
    bug: 'All entries count as published if PutEvents returns 200, because FailedEntryCount is not read.',
    ports: (ports) => ({
      ...ports,
      bus: {
        publish: async (events) => {
          await ports.bus.publish(events);
          return events.map(() => ({ outcome: 'published' as const }));
        },
      },
    }),
  },
  {
    name: 'acknowledged-on-exception',
    service: 'shared',
    bug: 'A message whose processing threw is acknowledged.',
    conclude: (disposition, body) =>
      disposition.outcome === 'acknowledge'
        ? disposition
        : { outcome: 'acknowledge', message: parseMessage(body) },
  },
  {
    name: 'unknown-is-given-up-at-once',
    service: 'shared',
    bug: 'A message of a type or version that only newer code knows is a dead letter after its first receive.',
    conclude: (disposition) =>
      disposition.outcome === 'retry' && disposition.error.code.startsWith('message.unknown-')
        ? { ...disposition, outcome: 'dead-letter' }
        : disposition,
  },
];
