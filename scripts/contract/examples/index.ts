import { catalogueExamples } from './catalogue.ts';
import type { Examples } from './example.ts';
import { insightsExamples } from './insights.ts';
import { kitchenExamples } from './kitchen.ts';
import { moneyExamples } from './money.ts';
import { operationExamples } from './operations.ts';
import { orderExamples } from './orders.ts';
import { partnerExamples } from './partners.ts';
import { peopleExamples } from './people.ts';

/** The examples of all routes, by the name of the route. */
export const examples: Examples = {
  ...orderExamples,
  ...moneyExamples,
  ...catalogueExamples,
  ...kitchenExamples,
  ...insightsExamples,
  ...peopleExamples,
  ...partnerExamples,
  ...operationExamples,
};
