import type { components } from '../../../client/index.ts';
import { counted } from '../parts/words.ts';

export type StockCheck = components['schemas']['StockCheck'];

/** How many units are taken according to the stock record, and according to the reservations. */
export const takenBy = ({ received, available, reserved, sold }: StockCheck) => ({
  record: received - available,
  reservations: reserved + sold,
});

/**
 * What a finished check of the stock means, as a mark in the list and as a sentence. Undefined before the check is
 * finished.
 */
export const verdictOf = (
  check: StockCheck,
): { readonly tone: 'good' | 'bad' | 'hint'; readonly mark: string; readonly text: string } | undefined => {
  const { record, reservations } = takenBy(check);
  const difference = Math.abs(record - reservations);
  switch (check.result) {
    case 'UNFINISHED':
      return undefined;
    case 'AGREES':
      return { tone: 'good', mark: 'agrees', text: 'The stock record and the reservations agree.' };
    case 'DIFFERS':
      return {
        tone: 'bad',
        mark: `differs by ${difference}`,
        text:
          `The stock record and the reservations differ by ${counted(difference, 'unit')}. The stock did not change ` +
          'during the check, so something is wrong. Run “npm run audit”, and see the runbook.',
      };
    case 'CHANGED':
      return {
        tone: 'hint',
        mark: 'not certain',
        text:
          check.openBatches > 0
            ? 'Not certain: units are being reserved or returned at the moment. Check again.'
            : 'Not certain: the stock changed during the check. Check again when fewer orders arrive.',
      };
  }
};
