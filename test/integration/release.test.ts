import { ListRulesCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inboxes, type Inbox } from '../../shared/events/subscriptions.ts';
import { eventBridge, replaceCode, sqs } from '../support/aws.ts';
import { eventually } from '../support/eventually.ts';
import { onPaymentPage } from '../support/gateway.ts';
import { inParallel } from '../support/in-parallel.ts';
import { functionLogs } from '../support/logs.ts';
import { bundleRelease, type Release, type SourceChange } from '../support/release.ts';
import { newCustomer, newProduct, place, reachWhen } from '../support/shop.ts';
import { deployedStack } from '../support/stack.ts';

const ORDERS = 200;
const BUS = 'orderly-local';
const FINAL = ['PAID', 'EXPIRED', 'REJECTED', 'CANCELLED'];
const PATIENCE_MS = 180_000;

/** The functions that publish what only the new code knows, and those that receive it. Paths of their entries. */
const publishers = ['inbox', 'watchdog', 'place-order', 'cancel-order'].map(
  (entry) => `functions/orders/lambdas/${entry}.ts`,
);
const consumers = ['fulfilment', 'inventory', 'notifications', 'payments'].map(
  (service) => `functions/${service}/lambdas/inbox.ts`,
);
const relay = 'functions/orders/lambdas/relay.ts';

/** The new code: an event with a subscriber, and a newer version of an event that has subscribers. */
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
    find: "events: ['OrderPaid', 'OrderPreparing', 'OrderCancelled']",
    replace: "events: ['OrderPaid', 'OrderPreparing', 'OrderCancelled', 'OrderReserved']",
  },
  {
    path: 'functions/fulfilment/reactions.ts',
    find: '  OrderPaid: openTicket(dependencies),\n',
    replace: '  OrderPaid: openTicket(dependencies),\n  OrderReserved: async () => undefined,\n',
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
let rule: { readonly Name: string; readonly EventPattern: string };

const putPattern = async (EventPattern: string): Promise<void> => {
  await eventBridge().send(new PutRuleCommand({ Name: rule.Name, EventBusName: BUS, EventPattern }));
};

beforeAll(async () => {
  const entries = [...publishers, ...consumers, relay];
  oldRelease = await bundleRelease(entries);
  newRelease = await bundleRelease(entries, newCode);
  const { Rules = [] } = await eventBridge().send(new ListRulesCommand({ EventBusName: BUS }));
  const found = Rules.find(({ Name = '' }) => Name.includes('FulfilmentFulfilmentInbox'));
  rule = { Name: found?.Name ?? '', EventPattern: found?.EventPattern ?? '' };
  expect(rule.EventPattern).toContain('OrderPreparing');
});
afterAll(async () => {
  await putPattern(rule.EventPattern);
  for (const [entry, zip] of oldRelease) await replace(entry, zip);
});

/** Replaces the code of the function with this entry, e.g. `functions/orders/lambdas/inbox.ts`. */
const replace = (entry: string, zip: Uint8Array | undefined): Promise<void> => {
  const [, service, , file = ''] = entry.split('/');
  return replaceCode(`orderly-local-${service}-${file.replace('.ts', '')}`, zip ?? new Uint8Array());
};

interface Line {
  readonly message?: string;
  readonly inbox?: string;
  readonly messageId?: string;
  readonly messageType?: string;
  readonly code?: string;
}

/** The log lines about events and messages since a time, without those that are not JSON. */
const linesSince = async (since: number): Promise<readonly Line[]> => {
  const lines = await functionLogs(deployedStack().endpoint ?? '', { since, contains: '"messageId":' });
  return lines.map(({ message }) => JSON.parse(message) as Line);
};

/** The pairs of event and inbox that were published and not processed. */
const missingIn = (lines: readonly Line[]): readonly string[] => {
  const processed = new Set(
    lines.flatMap(({ message, inbox, messageId }) =>
      message === 'Message processed' ? [`${inbox} ${messageId}`] : [],
    ),
  );
  const subscriptions: readonly (readonly [string, Inbox])[] = Object.entries(inboxes);
  const expected = lines.flatMap(({ message, messageId = '', messageType = '' }) => {
    if (message !== 'Event published') return [];
    const hears = ([name, { events, match }]: readonly [string, Inbox]): boolean =>
      messageType === 'OrderReserved'
        ? name === 'fulfilment-inbox'
        : (events as readonly string[]).includes(messageType) &&
          (match === undefined || messageId.endsWith(':1'));
    return subscriptions.filter(hears).map(([name]) => `${name} ${messageId}`);
  });
  return expected.filter((pair) => !processed.has(pair));
};

const allArrived = (since: number): Promise<readonly Line[]> =>
  eventually(
    async () => {
      const lines = await linesSince(since);
      const missing = missingIn(lines);
      if (missing.length > 0)
        throw new Error(`${missing.length} have not: ${missing.slice(0, 5).join(', ')}`);
      return lines;
    },
    { timeoutMs: PATIENCE_MS, describe: 'every published event to have reached every subscriber' },
  );

/** The number of messages in each dead-letter queue, by name. */
const deadLetters = async (): Promise<Readonly<Record<string, number>>> => {
  const queues = Object.entries(deployedStack().queues).filter(([name]) => name.endsWith('Dlq'));
  const depths = queues.map(async ([name, QueueUrl]) => {
    const AttributeNames = ['ApproximateNumberOfMessages'] as const;
    const { Attributes } = await sqs().send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
    );
    return [name, Number(Attributes?.ApproximateNumberOfMessages)] as const;
  });
  return Object.fromEntries(await Promise.all(depths));
};

describe(`a release and its rollback with ${ORDERS} orders in flight`, () => {
  it.each([
    ['publishers first', [...publishers, ...consumers, relay]],
    ['consumers first', [...consumers, relay, ...publishers]],
  ])(
    'loses no event and leaves no dead letter: %s',
    async (order, entries) => {
      const since = Date.now();
      const before = await deadLetters();
      const productId = await newProduct(ORDERS);
      const customer = newCustomer();
      const orderIds: string[] = [];
      const placing = inParallel(ORDERS, 6, async () => {
        orderIds.push((await place(customer, [{ productId, quantity: 1 }])).orderId);
      });
      /** Waits until the customers have placed this many orders. The steps of a deployment take place in between. */
      const placed = (count: number): Promise<void> =>
        eventually(
          async () => {
            if (orderIds.length < count) throw new Error(`${orderIds.length} orders are placed`);
          },
          { timeoutMs: PATIENCE_MS, describe: `${count} orders being placed` },
        );

      await placed(ORDERS / 10);
      await putPattern(rule.EventPattern.replace('"OrderPreparing"', '"OrderPreparing","OrderReserved"'));
      for (const [index, entry] of entries.entries()) {
        await placed((ORDERS * (index + 2)) / 20);
        await replace(entry, newRelease.get(entry));
      }
      await placing;
      // Some of the last customers pay. The others let their orders expire.
      const paid = await inParallel(ORDERS / 20, 4, async (n) => {
        const orderId = orderIds[orderIds.length - 1 - n] ?? '';
        const payable = await reachWhen(
          orderId,
          'being payable or ended',
          ({ status, paymentLink }) => paymentLink !== undefined || FINAL.includes(status),
          PATIENCE_MS,
        );
        return payable.paymentLink === undefined ? 0 : (await onPaymentPage(payable, 'succeed')).status;
      });

      // The rollback: publishers first, then, once what they published is processed, consumers, relay and rule.
      for (const entry of publishers) await replace(entry, oldRelease.get(entry));
      await allArrived(since);
      for (const entry of [...consumers, relay]) await replace(entry, oldRelease.get(entry));
      await putPattern(rule.EventPattern);

      const ended = await inParallel(ORDERS, 10, (n) =>
        reachWhen(orderIds[n] ?? '', 'being final', ({ status }) => FINAL.includes(status), PATIENCE_MS),
      );
      const lines = await allArrived(since);
      const retried = new Set(lines.map(({ code }) => code).filter((code) => code !== undefined));

      expect(new Set(orderIds).size).toBe(ORDERS);
      expect(ended).toHaveLength(ORDERS);
      expect(paid).toContain(200);
      expect(lines.filter(({ messageType }) => messageType === 'OrderReserved').length).toBeGreaterThan(0);
      expect(await deadLetters()).toEqual(before);
      // Old consumers met what only the new code knows, unless they were replaced first.
      expect(retried.has('message.unknown-type')).toBe(order === 'publishers first');
    },
    400_000,
  );
});
