import {
  DeleteRuleCommand,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publishedBy } from '../../shared/events/catalog.ts';
import { inboxes, listeners, type Subscription } from '../../shared/events/subscriptions.ts';
import { eventBridge } from '../support/aws.ts';
import { paymentOf } from '../support/gateway.ts';
import {
  availableOf,
  cancel,
  kitchenStep,
  newCustomer,
  newProduct,
  placePaid,
  reach,
  reachAvailable,
  reachMessage,
  reachWhen,
  withMail,
} from '../support/shop.ts';

const client = eventBridge();
const twins: { rule: string; bus: string; targetIds: string[] }[] = [];

/** Adds a copy of each deployed rule, so that the bus delivers every event twice. */
beforeAll(async () => {
  for (const bus of await ourBuses()) {
    const { Rules = [] } = await client.send(new ListRulesCommand({ EventBusName: bus }));
    for (const { Name = '', EventPattern } of Rules) {
      if (EventPattern === undefined || Name.startsWith('twin-')) continue;
      const { Targets = [] } = await client.send(
        new ListTargetsByRuleCommand({ Rule: Name, EventBusName: bus }),
      );
      const rule = `twin-${Name}`.slice(0, 64);
      await client.send(new PutRuleCommand({ Name: rule, EventBusName: bus, EventPattern }));
      await client.send(new PutTargetsCommand({ Rule: rule, EventBusName: bus, Targets }));
      twins.push({ rule, bus, targetIds: Targets.map(({ Id = '' }) => Id) });
    }
  }
});

afterAll(async () => {
  for (const { rule, bus, targetIds } of twins) {
    await client.send(new RemoveTargetsCommand({ Rule: rule, EventBusName: bus, Ids: targetIds }));
    await client.send(new DeleteRuleCommand({ Name: rule, EventBusName: bus }));
  }
});

const ourBuses = async (): Promise<readonly string[]> => {
  const { EventBuses = [] } = await client.send(new ListEventBusesCommand({}));
  return EventBuses.map(({ Name = '' }) => Name).filter((name) => name.startsWith('orderly-'));
};

describe('with every event delivered twice', () => {
  it('every rule has a twin: one for each service whose events an inbox or a listener hears', () => {
    const rules = Object.values<Subscription>({ ...inboxes, ...listeners }).flatMap(({ events }) =>
      Object.values(publishedBy).filter((published) => events.some((event) => event in published)),
    );
    expect(twins).toHaveLength(rules.length);
  });

  it('an order is reserved, paid, prepared and handed over once', async () => {
    const productId = await newProduct(5, 800);
    const customer = newCustomer();
    await withMail(customer);
    const { orderId } = await placePaid(customer, productId, 2);
    await kitchenStep(orderId, 'start');
    await reach(orderId, 'PREPARING');
    await kitchenStep(orderId, 'ready');
    await kitchenStep(orderId, 'complete');
    const order = await reach(orderId, 'COMPLETED');
    expect(order.history).toHaveLength(6);
    expect(order).toMatchObject({ paidAmount: 1600, refundedAmount: 0 });
    expect(await availableOf(productId)).toBe(3);
    const log = await reachMessage(customer, 'OrderCompleted');
    expect(new Set(log).size).toBe(log.length);
  });

  it('a cancelled order is refunded once and returns its stock once', async () => {
    const productId = await newProduct(5, 800);
    const customer = newCustomer();
    const { orderId } = await placePaid(customer, productId, 2);
    await cancel(customer, 'customer', orderId);
    await reachWhen(orderId, 'being refunded', ({ refundedAmount }) => refundedAmount === 1600);
    await reachAvailable(productId, 5);
    const { refunds } = await paymentOf(orderId);
    expect(refunds.map(({ amount, status }) => [amount, status])).toEqual([[1600, 'SETTLED']]);
  });
});
