import { markdownTable } from '../documents/sections.ts';
import { totalOf, type Charge } from '../meter/charge.ts';
import { billOf, coreDollars, invocations, sqsRequests, type Filling, type Line } from './bill.ts';
import type { Path } from './lives.ts';
import { prices, priceTable } from './prices-2026.ts';
import type { Usage } from './usage.ts';

/** What orders of one path used, by the order. */
export interface Metered {
  readonly path: Path;
  readonly orders: number;
  /** Of one order on average. */
  readonly usage: Usage;
  /** Every request to DynamoDB. */
  readonly charges: readonly Charge[];
}

const number = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
const money = (value: number): string => `$${value.toFixed(2)}`;
const core = (usage: Usage, filling: Filling): number => coreDollars(billOf(usage, filling));

/** What one order uses, by path. */
export const usageTable = (metered: readonly Metered[]): string => {
  const row = (name: string, of: (usage: Usage) => string): readonly string[] => [
    name,
    ...metered.map(({ usage }) => of(usage)),
  ];
  return markdownTable(
    ['Of one order', ...metered.map(({ path, orders }) => `${path} (${orders})`)],
    [
      row('write units, tables', ({ writeUnits }) => number(writeUnits)),
      row('write units, indexes', ({ indexUnits }) => number(indexUnits)),
      row('read units', ({ readUnits }) => number(readUnits)),
      row('events', ({ events }) => number(events)),
      row('messages', ({ messages }) => number(messages)),
      row('messages a batch', ({ messages, batches }) => number(messages / batches)),
      row('requests to SQS', (usage) => number(sqsRequests(usage, 'metered'))),
      row('API requests', ({ apiRequests }) => number(apiRequests)),
      row('invocations', (usage) => number(invocations(usage, 'metered'))),
      row('CPU ms', ({ cpuMs }) => number(cpuMs)),
      row('e-mails', ({ mails }) => number(mails)),
      row('**$ per million orders**', (usage) => `**${money(core(usage, 'metered'))}**`),
      row('$ with one message a batch', (usage) => money(core(usage, 'single'))),
      row('$ with ten messages a batch', (usage) => money(core(usage, 'full'))),
    ],
  );
};

/** The bill of a happy order. */
export const billTable = (usage: Usage): string => {
  const [metered, single, full] = (['metered', 'single', 'full'] as const).map((filling) =>
    billOf(usage, filling),
  ) as [readonly Line[], readonly Line[], readonly Line[]];
  const rows = metered.map(({ service, name, amount, dollars }, index) => [
    service === 'beside' ? `beside: ${name}` : `${service}: ${name}`,
    number(amount),
    money(dollars),
    money(single[index]?.dollars ?? 0),
    money(full[index]?.dollars ?? 0),
  ]);
  const totals = [metered, single, full].map((lines) => `**${money(coreDollars(lines))}**`);
  return markdownTable(
    ['Of a happy order', 'amount', '$ per million', '1 a batch', '10 a batch'],
    [...rows, ['**DynamoDB + EventBridge + SQS + Lambda**', '', ...totals]],
  );
};

/** How the cost of a happy order depends on how many there are. */
export const flatnessTable = (metered: readonly Metered[]): string =>
  markdownTable(
    ['Orders', 'write units', 'read units', 'events', 'messages', 'counted $', 'against the first'],
    metered.map(({ orders, usage }) => [
      String(orders),
      number(usage.writeUnits + usage.indexUnits),
      number(usage.readUnits),
      number(usage.events),
      number(usage.messages),
      money(countedDollars(usage)),
      `${(100 * (countedDollars(usage) / countedDollars((metered[0] as Metered).usage) - 1)).toFixed(1)} %`,
    ]),
  );

/** The part of the price that depends on no machine: DynamoDB, EventBridge, and SQS with single messages. */
export const countedDollars = (usage: Usage): number =>
  billOf(usage, 'single')
    .filter(({ service }) => service === 'DynamoDB' || service === 'EventBridge' || service === 'SQS')
    .reduce((sum, { dollars }) => sum + dollars, 0);

/** Where DynamoDB's units go: by table, kind of item and operation, the dearest first. */
export const unitsTable = ({ charges, orders }: Metered): string => {
  const kind = (charge: Charge): string => {
    const item = charge.key.includes('#') ? `${charge.key.slice(0, charge.key.indexOf('#'))}#` : charge.key;
    const outcome = charge.outcome === 'done' ? '' : ` (${charge.outcome})`;
    return `${charge.table.replace('orderly-local-', '')} ${item} ${charge.operation}${outcome}`;
  };
  const dollars = ({ writeUnits, indexUnits, readUnits }: ReturnType<typeof totalOf>): number =>
    (writeUnits + indexUnits) * prices.writeUnits.dollars + readUnits * prices.readUnits.dollars;
  const groups = [...Map.groupBy(charges, kind)].map(([name, its]) => ({ name, total: totalOf(its), its }));
  return markdownTable(
    ['Table, item, operation', 'requests', 'write units', 'index units', 'read units', 'largest, bytes'],
    groups
      .toSorted((one, other) => dollars(other.total) - dollars(one.total))
      .map(({ name, total, its }) => [
        name,
        number(its.length / orders),
        number(total.writeUnits / orders),
        number(total.indexUnits / orders),
        number(total.readUnits / orders),
        String(total.bytes),
      ]),
  );
};

/** What it would take to halve a line of the bill. */
const halving: Readonly<Record<string, string>> = {
  'write units':
    'The log of the mails is the largest part (each is claimed, recorded and indexed), then the order itself, which is above 1 KB while its outbox holds its lines, then the kitchen, where each step moves the ticket in its index. One log item an order instead of one a mail and compressed outboxes would save a third; halving them takes an order, its payment and its ticket in one item, which gives up that each service owns its data.',
  'read units':
    'Every write of a decision is preceded by a strongly consistent read. An inbox that took all messages of one order from a FIFO queue, by message group, could read once for several.',
  events:
    'EventBridge charges for each event, not for each call. Half of them go if relays put the events of one write into one entry, or if events with one subscriber alone (StockReserved, PaymentSucceeded …) went straight to its queue: that ties publishers to subscribers.',
  requests:
    'A message costs one request to send, and its share of one to receive and of one to delete. A batching window fills batches (ten a batch is 1.2 requests a message instead of 3) at the price of waiting for it: harmless for mails and ticks, felt everywhere else.',
  invocations:
    'One invocation a batch and one a stream batch: a batching window of a second fills both, and adds a second to each hop.',
  'GB-seconds':
    'Half of it is CPU time, which no memory setting changes, the other half waiting: for the payment provider above all, which a reply by webhook instead of by answer would save.',
};

/** The three largest items of a happy order's bill, and what it would take to halve each. */
export const largestItems = (usage: Usage): string =>
  billOf(usage)
    .filter(({ service }) => service !== 'beside')
    .toSorted((one, other) => other.dollars - one.dollars)
    .slice(0, 3)
    .map(
      ({ service, name, dollars }, index) =>
        `${index + 1}. **${service}, ${name}: ${money(dollars)}.** ${halving[name] ?? ''}`,
    )
    .join('\n');

/** The prices used, with their sources. */
export const pricesTable = (): string =>
  markdownTable(
    [`List price, ${priceTable.region}, ${priceTable.asOf}`, '$', 'per', 'source'],
    Object.values(prices).map(({ dollars, per, unit, source }) => [
      unit,
      String(dollars),
      per.toLocaleString('en-US'),
      source,
    ]),
  );
