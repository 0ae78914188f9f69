import { markdownTable } from '../documents/sections.ts';
import { totalOf, type Charge } from '../meter/charge.ts';
import { billOf, coreDollars, invocations, sqsRequests, type Filling, type Line } from './bill.ts';
import { prices, priceTable } from './prices-2026.ts';
import type { Path } from './shop.ts';
import type { Usage } from './usage.ts';

/** How tables name the paths that an order can take. */
export const titleOf: Readonly<Record<Path, string>> = {
  happy: 'happy',
  expired: 'expired',
  cancelled: 'cancelled',
  'sold out': 'sold out',
  'two lines and a note': 'two lines, note',
  UUID: 'UUID as customer id',
};

/** Usage of the orders of one path. */
export interface Metered {
  readonly path: Path;
  readonly orders: number;
  /** The average usage of one order. */
  readonly usage: Usage;
  /** Every request to DynamoDB. */
  readonly charges: readonly Charge[];
}

const number = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
export const money = (value: number): string => `$${value.toFixed(2)}`;
/** Returns the dollars for a million orders, for DynamoDB, EventBridge, SQS and Lambda. */
export const wholeDollars = (usage: Usage, filling: Filling = 'metered'): number =>
  coreDollars(billOf(usage, filling));

/** Table of the usage of one order, by path. */
export const usageTable = (metered: readonly Metered[]): string => {
  const row = (name: string, of: (usage: Usage) => string): readonly string[] => [
    name,
    ...metered.map(({ usage }) => of(usage)),
  ];
  return markdownTable(
    ['One order', ...metered.map(({ path, orders }) => `${titleOf[path]} (${orders})`)],
    [
      row('write units, tables', ({ writeUnits }) => number(writeUnits)),
      row('write units, indexes', ({ indexUnits }) => number(indexUnits)),
      row('read units', ({ readUnits }) => number(readUnits)),
      row('events', ({ events }) => number(events)),
      row('messages', ({ messages }) => number(messages)),
      row('messages per batch', ({ messages, batches }) => number(messages / batches)),
      row('requests to SQS', (usage) => number(sqsRequests(usage, 'metered'))),
      row('API requests', ({ apiRequests }) => number(apiRequests)),
      row('invocations', (usage) => number(invocations(usage, 'metered'))),
      row('CPU ms', ({ cpuMs }) => number(cpuMs)),
      row('waiting, ms', ({ waitMs }) => number(waitMs)),
      row('e-mails', ({ mails }) => number(mails)),
      row('**$ per million orders**', (usage) => `**${money(wholeDollars(usage, 'metered'))}**`),
      row('$ with one message per batch', (usage) => money(wholeDollars(usage, 'single'))),
      row('$ with ten messages per batch', (usage) => money(wholeDollars(usage, 'full'))),
    ],
  );
};

/** Table of the costs of a happy order: an order that is paid and completed. */
export const billTable = (usage: Usage): string => {
  const [metered, single, full] = (['metered', 'single', 'full'] as const).map((filling) =>
    billOf(usage, filling),
  ) as [readonly Line[], readonly Line[], readonly Line[]];
  const rows = metered.map(({ service, name, amount, dollars }, index) => [
    service === 'other' ? `not in the total: ${name}` : `${service}: ${name}`,
    number(amount),
    money(dollars),
    money(single[index]?.dollars ?? 0),
    money(full[index]?.dollars ?? 0),
  ]);
  const totals = [metered, single, full].map((lines) => `**${money(coreDollars(lines))}**`);
  return markdownTable(
    ['One happy order', 'amount', '$ per million', '$ with batches of 1', '$ with batches of 10'],
    [...rows, ['**DynamoDB + EventBridge + SQS + Lambda**', '', ...totals]],
  );
};

/** Dollars that do not depend on the machine: for DynamoDB, EventBridge, and SQS with one message in each batch. */
export const countedDollars = (usage: Usage): number =>
  billOf(usage, 'single')
    .filter(({ service }) => service === 'DynamoDB' || service === 'EventBridge' || service === 'SQS')
    .reduce((sum, { dollars }) => sum + dollars, 0);

/**
 * Table that compares the cost of a happy order (one that is paid and completed) in runs with few and with many orders.
 */
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
      'compared with the first',
      'messages per batch',
      'CPU ms',
      'cold starts in total',
      'whole $',
      'compared with the first',
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

/** Table of request units by table, kind of item and operation, the most expensive first. */
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

/** Paths for which the report shows request units by item: the paths of orders that complete. */
const shownByItem: Readonly<Partial<Record<Path, string>>> = {
  happy: 'A happy order',
  'two lines and a note': 'An order of two lines with a note of 80 characters',
  UUID: 'A happy order of a customer whose id is a UUID',
};

/** Tables of request units by item, one for each path in `shownByItem`. */
export const unitsTables = (metered: readonly Metered[]): string =>
  metered
    .flatMap((one) => {
      const title = shownByItem[one.path];
      return title === undefined ? [] : [`${title}:\n\n${unitsTable(one)}`];
    })
    .join('\n\n');

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
