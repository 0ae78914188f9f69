import { DisableRuleCommand, EnableRuleCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { eventBridge } from './aws.ts';

const BUS = 'orderly-local';

/**
 * The name of the bus rule that delivers the inventory service's answers to the orders service. The inbox of the orders
 * service has one rule for each service that publishes to it.
 */
const answersRule = async (): Promise<string> => {
  const { Rules = [] } = await eventBridge().send(new ListRulesCommand({ EventBusName: BUS }));
  const ofInventory = Rules.filter(({ EventPattern = '' }) => EventPattern.includes('"orderly.inventory"'));
  const rule = ofInventory.find(({ Name = '' }) => Name.includes('OrdersOrdersInbox'))?.Name;
  if (rule === undefined) throw new Error('No rule sends the answers of inventory to the orders service');
  return rule;
};

/**
 * Stops the delivery of the inventory service's answers to the orders service.
 * @returns a function that starts the delivery again. Answers that were published while the delivery was stopped are
 *   never delivered.
 */
export const withholdAnswers = async (): Promise<() => Promise<void>> => {
  const rule = { Name: await answersRule(), EventBusName: BUS };
  await eventBridge().send(new DisableRuleCommand(rule));
  return async () => {
    await eventBridge().send(new EnableRuleCommand(rule));
  };
};
