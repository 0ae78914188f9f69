import { billTable, money, unitsTable, wholeDollars, type Metered } from './report.ts';

/** Maximum dollars for a million happy orders, for the insights service alone. */
export const INSIGHTS_LIMIT_DOLLARS = 25;

const judged = (dollars: number): string =>
  `${money(dollars)}, ${dollars <= INSIGHTS_LIMIT_DOLLARS ? 'within' : 'above'} the limit of $${INSIGHTS_LIMIT_DOLLARS}`;

/** Says what the insights service costs for a happy order, with a table of its costs and of its request units. */
export const insightsCosts = (happy: Metered): string => {
  const { usage } = happy;
  return [
    'The other tables of what an order costs are for a stage without the ' +
      '[insights](../functions/insights/README.md) service. ' +
      `For a million happy orders, insights adds **${judged(wholeDollars(usage))}**. With one message in ` +
      `each batch, insights adds ${judged(wholeDollars(usage, 'single'))}. With full batches, insights adds ` +
      `${judged(wholeDollars(usage, 'full'))}. One write records all events of one order in a batch, and ` +
      "the figures of a batch's orders are added together. So full batches also need fewer write units, but the " +
      'prices do not include this saving.',
    billTable(usage),
    unitsTable(happy),
  ].join('\n\n');
};
