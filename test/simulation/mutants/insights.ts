import { sumOf } from '../../../functions/insights/domain/figures.ts';
import type { Ports } from '../world/ports.ts';
import type { Mutant } from './mutant.ts';

const insights =
  (replace: (insights: Ports['insights']) => Partial<Ports['insights']>): NonNullable<Mutant['ports']> =>
  (ports) => ({ ...ports, insights: { ...ports.insights, ...replace(ports.insights) } });

export const insightsMutants: readonly Mutant[] = [
  {
    name: 'figures-without-condition',
    service: 'insights',
    bug: 'Figures are added although another worker changed the row meanwhile, so an event counts twice.',
    ports: insights(({ saveCounted }) => ({
      saveCounted: async (writes, figures, expiryOf) => {
        const outcome = await saveCounted(writes, figures, expiryOf);
        return outcome === 'conflict' ? saveCounted([], figures, expiryOf) : outcome;
      },
    })),
  },
  {
    name: 'last-event-wins',
    service: 'insights',
    bug: 'A row has only the event that arrived last, so its status is wrong if events overtake each other.',
    ports: insights(({ save }) => ({
      save: async (write) => {
        const last = Object.entries(write.row.events).at(-1);
        const events = last === undefined ? {} : Object.fromEntries([last]);
        return save({ ...write, row: { ...write.row, events } });
      },
    })),
  },
  {
    name: 'figures-of-new-rows-only',
    service: 'insights',
    bug: 'What a row contributed before is not subtracted, so each change of an order counts it again.',
    ports: insights(({ saveCounted }) => ({
      saveCounted: (writes, figures, expiryOf) =>
        saveCounted(
          writes,
          new Map(
            [...figures].map(([day, added]) => [
              day,
              sumOf([added, { placed: writes.filter(({ version }) => version > 0).length }]),
            ]),
          ),
          expiryOf,
        ),
    })),
  },
];
