import { markdownTable } from '../documents/sections.ts';
import { totalOf, type Charge } from '../meter/charge.ts';
import { billOf, coreDollars, invocations, sqsRequests, type Filling, type Line } from './bill.ts';
import { prices, priceTable } from './prices-2026.ts';
import type { Path } from './shop.ts';
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

/** An amount, with as many decimals as say something. */
const number = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
/** Dollars and cents. */
export const money = (value: number): string => `$${value.toFixed(2)}`;
/** What DynamoDB, EventBridge, SQS and Lambda take for a million orders, in dollars. */
export const wholeDollars = (usage: Usage, filling: Filling = 'metered'): number =>
  coreDollars(billOf(usage, filling));

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
      row('waiting, ms', ({ waitMs }) => number(waitMs)),
      row('e-mails', ({ mails }) => number(mails)),
      row('**$ per million orders**', (usage) => `**${money(wholeDollars(usage, 'metered'))}**`),
      row('$ with one message a batch', (usage) => money(wholeDollars(usage, 'single'))),
      row('$ with ten messages a batch', (usage) => money(wholeDollars(usage, 'full'))),
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

/** The part of the price that depends on no machine: DynamoDB, EventBridge, and SQS with single messages. */
export const countedDollars = (usage: Usage): number =>
  billOf(usage, 'single')
    .filter(({ service }) => service === 'DynamoDB' || service === 'EventBridge' || service === 'SQS')
    .reduce((sum, { dollars }) => sum + dollars, 0);

/** How the cost of a happy order depends on how many there are. */
export const flatnessTable = (metered: readonly Metered[]): string => {
  const [first] = metered;
  const against = (usage: Usage, of: (usage: Usage) => number): string =>
    first === undefined ? '' : `${(100 * (of(usage) / of(first.usage) - 1)).toFixed(1)} %`;
  return markdownTable(
    [
      'Orders',
      'write units',
      'read units',
      'events',
      'messages',
      'counted $',
      'against the first',
      'messages a batch',
      'CPU ms',
      'cold starts in all',
      'whole $',
      'against the first',
    ],
    metered.map(({ orders, usage }) => [
      orders.toLocaleString('en-US'),
      number(usage.writeUnits + usage.indexUnits),
      number(usage.readUnits),
      number(usage.events),
      number(usage.messages),
      money(countedDollars(usage)),
      against(usage, countedDollars),
      number(usage.messages / usage.batches),
      number(usage.cpuMs),
      String(Math.round(usage.coldStarts * orders)),
      money(wholeDollars(usage)),
      against(usage, wholeDollars),
    ]),
  );
};

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
