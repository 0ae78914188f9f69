import { billTable, money, unitsTable, wholeDollars, type Metered } from './report.ts';

/** Maximum dollars for a million happy orders, for the insights service alone. */
export const INSIGHTS_LIMIT_DOLLARS = 25;

const judged = (dollars: number): string =>
  `${money(dollars)}, ${dollars <= INSIGHTS_LIMIT_DOLLARS ? 'within' : 'above'} the limit of $${INSIGHTS_LIMIT_DOLLARS}`;

/** Says what the insights service costs for a happy order, with its bill and its request units. */
export const insightsCosts = (happy: Metered): string => {
  const { usage } = happy;
  return [
    'All other figures on this page are those of a stage without the [insights](../functions/insights/README.md) ' +
      `service. For a million happy orders, it adds **${judged(wholeDollars(usage))}**. With one message in each ` +
      `batch, it adds ${judged(wholeDollars(usage, 'single'))}. With full batches, it adds ` +
      `${judged(wholeDollars(usage, 'full'))}. The events of one order in a batch are one write, and the orders of a ` +
      'batch are one addition to the figures. So full batches also need fewer write units, which these prices do not ' +
      'include. On AWS, the inbox waits some seconds for a batch to fill, and the emulator does not.',
    billTable(usage),
    unitsTable(happy),
  ].join('\n\n');
};
