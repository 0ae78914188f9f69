import { parseEnvelope } from '../../../shared/messaging/dispatch.ts';
import type { Mutant } from './mutant.ts';

/** Bugs in what all services share. */
export const sharedMutants: readonly Mutant[] = [
  {
    name: 'failed-entries-ignored',
    service: 'shared',
    bug: 'PutEvents answered 200, so all of its entries count as published (FailedEntryCount is not read).',
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
        : { outcome: 'acknowledge', message: parseEnvelope(JSON.parse(body)) },
  },
];
