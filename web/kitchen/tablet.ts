import { computed } from '@preact/signals';
import { stored } from '../common/stored.ts';
import type { Crossed } from './count-of-all.ts';
import type { Left } from './left.ts';

const isRecord = (found: unknown): found is Readonly<Record<string, unknown>> =>
  typeof found === 'object' && found !== null && !Array.isArray(found);

const isLeft = (found: unknown): found is Left =>
  isRecord(found) &&
  typeof found['orderId'] === 'string' &&
  (found['how'] === 'handed over' || found['how'] === 'cancelled') &&
  typeof found['at'] === 'number' &&
  Array.isArray(found['items']);

/** Whether somebody has switched the sound on. */
export const soundWanted = stored<boolean>('orderly.kitchen.sound', (found) => found === true);

/**
 * Whether somebody wants to see the panel that counts the units of all tickets. Undefined until somebody has chosen.
 */
export const countShown = stored<boolean | undefined>('orderly.kitchen.count', (found) =>
  typeof found === 'boolean' ? found : undefined,
);

/**
 * Whether the page shows the panel that counts the units of all tickets. Until somebody has chosen, screens with enough
 * room show it.
 */
export const countIsShown = computed(() => countShown.value ?? matchMedia('(min-width: 70rem)').matches);

/** The items that somebody has crossed out on tickets. */
export const crossed = stored<Crossed>('orderly.kitchen.crossed', (found) =>
  isRecord(found)
    ? Object.fromEntries(
        Object.entries(found).flatMap(([orderId, ids]) =>
          Array.isArray(ids) ? [[orderId, ids.filter((id) => typeof id === 'string')]] : [],
        ),
      )
    : {},
);

/** The tickets that left the board, newest first. */
export const left = stored<readonly Left[]>('orderly.kitchen.left', (found) =>
  Array.isArray(found) ? found.filter(isLeft) : [],
);
