import { ListRulesCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addEnvironment, eventBridge, replaceCode } from '../support/aws.ts';
import { deadLetterCounts, missingEffects, type UnpaidOrder } from '../support/effects.ts';
import { eventually } from '../support/eventually.ts';
import { inParallel } from '../support/in-parallel.ts';
import { functionLogs } from '../support/logs.ts';
import { setMaxReceives } from '../support/queues.ts';
import { bundleRelease, type Release, type SourceChange } from '../support/release.ts';
import { newCustomer, newProduct, place, reachAvailable, reachWhen, withMail } from '../support/shop.ts';
import { deployedStack } from '../support/stack.ts';

const ORDERS = 200;
const BUS = 'orderly-local';
/** The longest wait for something that may never happen. It is long, so that a slow machine does not fail the test. */
const PATIENCE_MS = 600_000;

/**
 * The functions of the orders service whose new code makes the relay publish other events than before, and the
 * functions that receive these events.
 */
const publishers = ['inbox', 'watchdog', 'place-order', 'cancel-order'].map(
  (entry) => `functions/orders/lambdas/${entry}.ts`,
);
const consumers = ['notifications', 'inventory', 'payments', 'insights'].map(
  (service) => `functions/${service}/lambdas/inbox.ts`,
);
const relay = 'functions/orders/lambdas/relay.ts';
/**
 * On AWS, an inbox tries a message for 8 minutes: 5 deliveries, one every 120 seconds. On the local stage, where a
 * message is delivered every 10 seconds, 8 minutes are 48 deliveries.
 */
const MAX_RECEIVES = 48;

/** The new code: a new event with a subscriber, and a newer version of an existing event with subscribers. */
const newCode: readonly SourceChange[] = [
  {
    path: 'shared/events/orders.ts',
    find: '  /** The order was handed over to the customer. */\n',
    replace: '  OrderReserved: z.object({ ...orderOfCustomer }),\n',
  },
  {
    path: 'shared/events/integration-event.ts',
    find: 'const versions: Readonly<Record<string, number>> = {};',
    replace: 'const versions: Readonly<Record<string, number>> = { OrderExpired: 2 };',
  },
  {
    path: 'shared/events/subscriptions.ts',
    find: "      'PaymentReminderDue',\n      'OrderPaid',\n",
    replace: "      'PaymentReminderDue',\n      'OrderReserved',\n      'OrderPaid',\n",
  },
  {
    path: 'functions/notifications/messages.ts',
    find: '  PaymentLinkCreated: {\n',
    replace:
      "  OrderReserved: { meaning: 'neither', content: () => ({ subject: 'Reserved', paragraphs: [], sms: 'Reserved' }) },\n" +
      '  PaymentLinkCreated: {\n',
  },
  {
    path: 'functions/orders/publications.ts',
    find: '  StockConfirmed: (_, order) => paymentRequest(order),\n',
    replace:
      "  StockConfirmed: (_, order) => [...paymentRequest(order), ...about(order, 'OrderReserved', {})],\n",
  },
];

let oldRelease: Release;
let newRelease: Release;
const restore: (() => Promise<void>)[] = [];
let rule: { readonly Name: string; readonly EventPattern: string };

const putPattern = async (EventPattern: string): Promise<void> => {
  await eventBridge().send(new PutRuleCommand({ Name: rule.Name, EventBusName: BUS, EventPattern }));
};

/** The name of the function with this entry, e.g. `functions/orders/lambdas/inbox.ts`. */
const functionOf = (entry: string): string => {
  const [, service, , file = ''] = entry.split('/');
  return `orderly-local-${service}-${file.replace('.ts', '')}`;
};

const replace = (entry: string, release: Release): Promise<void> => {
  const code = release.get(entry);
  if (code === undefined) throw new Error(`${entry} is not bundled`);
  return replaceCode(functionOf(entry), code);
};

/**
 * Makes the old consumers try a message for as long as on AWS. The 40 s of the local stage are too short on a slow
 * machine.
 */
const tryLonger = async (): Promise<void> => {
  for (const entry of consumers) {
    const queue = deployedStack().queues[`${entry.split('/')[1]}Inbox`];
    const receives = { INBOX_MAX_RECEIVES: String(MAX_RECEIVES) };
    restore.push(
      await addEnvironment(functionOf(entry), receives),
      await setMaxReceives(queue, MAX_RECEIVES),
    );
  }
};

beforeAll(async () => {
  const entries = [...publishers, ...consumers, relay];
  oldRelease = bundleRelease(entries);
  newRelease = bundleRelease(entries, newCode);
  const { Rules = [] } = await eventBridge().send(new ListRulesCommand({ EventBusName: BUS }));
  const found = Rules.find(
    ({ Description = '', EventPattern = '' }) =>
      Description.endsWith('that notifications needs to notifications-inbox') &&
      EventPattern.includes('"PaymentReminderDue"'),
  );
  rule = { Name: found?.Name ?? '', EventPattern: found?.EventPattern ?? '' };
  expect(rule.Name).toMatch(/./);
  await tryLonger();
});
afterAll(async () => {
  await putPattern(rule.EventPattern);
  for (const entry of oldRelease.keys()) await replace(entry, oldRelease);
  for (const undo of restore) await undo();
});

/** A customer who places orders. `orderIds` has the orders that are placed so far. */
const customers = async () => {
  const productId = await newProduct(ORDERS);
  const customer = newCustomer();
  await withMail(customer);
  const orderIds: string[] = [];
  return {
    productId,
    orderIds,
    place: (count: number): Promise<unknown> =>
      inParallel(count, 5, async () => {
        orderIds.push((await place(customer, [{ productId, quantity: 1 }])).orderId);
      }),
    reach: (count: number): Promise<void> =>
      eventually(
        async () => {
          if (orderIds.length < count) throw new Error(`There are ${orderIds.length}`);
        },
        { timeoutMs: PATIENCE_MS, describe: `${count} orders being placed` },
      ),
  };
};

/** Replaces functions one at a time, while orders are being placed. */
const deploy = async (
  entries: readonly string[],
  release: Release,
  orders: Awaited<ReturnType<typeof customers>>,
  count: number,
): Promise<void> => {
  const before = orders.orderIds.length;
  const placing = orders.place(count);
  for (const [index, entry] of entries.entries()) {
    await orders.reach(before + Math.floor((count * (index + 1)) / (entries.length + 1)));
    await replace(entry, release);
  }
  await placing;
};

/** What the functions have logged since a time: the ids of published events of the new type, and codes of failures. */
const logged = async (since: number) => {
  const lines = await functionLogs(deployedStack().endpoint ?? '', { since, contains: '"messageId":' });
  const parsed = lines.map(({ message }) => JSON.parse(message) as Readonly<Record<string, string>>);
  return {
    reserved: parsed.flatMap(({ message, messageType, messageId = '' }) =>
      message === 'Event published' && messageType === 'OrderReserved' ? [messageId] : [],
    ),
    codes: new Set(parsed.flatMap(({ code }) => (code?.startsWith('message.') === true ? [code] : []))),
  };
};

/** Waits until an old consumer has received an event of a type that it does not know. */
const reachUnknownType = (since: number): Promise<void> =>
  eventually(async () => expect((await logged(since)).codes).toContain('message.unknown-type'), {
    timeoutMs: PATIENCE_MS,
    describe: 'an old consumer receiving a new event',
  });

/** Waits until these orders have ended, and none of the effects that `missingEffects` checks is missing. */
const settle = async (orderIds: readonly string[], since: number) => {
  const orders = await inParallel(orderIds.length, 10, async (n) => {
    const orderId = orderIds[n] ?? '';
    const { status } = await reachWhen(orderId, 'having ended', (order) => isEnd(order.status), PATIENCE_MS);
    return { orderId, status } as UnpaidOrder;
  });
  const { reserved, codes } = await logged(since);
  await eventually(
    async () => {
      const missing = await missingEffects(orders, reserved);
      if (missing.length > 0)
        throw new Error(`${missing.length} are missing: ${missing.slice(0, 5).join(', ')}`);
    },
    { timeoutMs: PATIENCE_MS, describe: 'every event to have reached every subscriber' },
  );
  return { orders, reserved, codes };
};

const isEnd = (status: string): boolean => status === 'EXPIRED' || status === 'CANCELLED';

describe(`a release and its rollback with ${ORDERS} orders in flight`, () => {
  it.each([
    ['publishers first', [publishers, [...consumers, relay]], true],
    ['consumers first', [[...consumers, relay], publishers], false],
  ])('lose no event and leave no dead letter: %s', async (_, [first = [], last = []], meetsOldConsumers) => {
    const since = Date.now();
    const deadBefore = await deadLetterCounts();
    const orders = await customers();
    await orders.place(ORDERS / 10);

    // The release, in the order of a deployment: first the bus rule, then the functions.
    await putPattern(
      rule.EventPattern.replace('"PaymentReminderDue"', '"PaymentReminderDue","OrderReserved"'),
    );
    await deploy(first, newRelease, orders, ORDERS / 4);
    // Old consumers receive the new event, unless the test replaces the consumers first.
    if (meetsOldConsumers) await reachUnknownType(since);
    await deploy(last, newRelease, orders, ORDERS / 4);

    // The rollback replaces the publishers first. It replaces the other functions as soon as all events of the new code
    // are processed.
    await deploy(publishers, oldRelease, orders, ORDERS / 5);
    await settle(orders.orderIds, since);
    await deploy([...consumers, relay], oldRelease, orders, ORDERS / 5);
    await putPattern(rule.EventPattern);

    const { orders: ended, reserved, codes } = await settle(orders.orderIds, since);
    await reachAvailable(orders.productId, ORDERS);
    expect(new Set(orders.orderIds).size).toBe(ORDERS);
    expect(ended.filter(({ status }) => status === 'EXPIRED').length).toBeGreaterThan(ORDERS / 2);
    expect(reserved.length).toBeGreaterThan(0);
    expect(await deadLetterCounts()).toEqual(deadBefore);
    expect(codes.has('message.unknown-type')).toBe(meetsOldConsumers);
  });
});
