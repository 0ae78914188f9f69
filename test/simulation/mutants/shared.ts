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
];
