import { BACKGROUND_MEMORY_MIB } from '../../infra/constructs/service-function.ts';
import type { Charge } from '../meter/charge.ts';
import { billOf, coreDollars, gigabyteSeconds, invocations, sqsRequests, waitedMs, waits } from './bill.ts';
import { namePrefix } from './functions.ts';
import { priceOf } from './prices-2026.ts';
import { countedDollars, money, wholeDollars, type Metered } from './report.ts';
import { noCalls } from './requests.ts';
import { WORKERS, type Path } from './shop.ts';

/** Maximum dollars for a million happy orders (paid and completed), for DynamoDB, EventBridge, SQS and Lambda. */
export const LIMIT_DOLLARS = 60;

/** Maximum difference between the prices of an order in small and large runs, as a share of the smallest price. */
export const LIMIT_DRIFT = 0.05;

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
const amount = (value: number): string => value.toFixed(1);

/** Returns the difference between the largest and the smallest price, as a share of the smallest. */
export const driftOf = (prices: readonly number[]): number => Math.max(...prices) / Math.min(...prices) - 1;

/** Returns how much the price of a happy order differs between runs with few and with many orders. */
export const driftsOf = (
  happy: readonly Metered[],
): { readonly counted: number; readonly whole: number } => ({
  counted: driftOf(happy.map(({ usage }) => countedDollars(usage))),
  whole: driftOf(happy.map(({ usage }) => wholeDollars(usage))),
});

/** Returns how many more dollars a million orders cost if the order watchdog checks each order one more time. */
export const tickDollars = (): number => {
  const waitMs = waitedMs({ ...noCalls(), dynamoCalls: 1, sqsCalls: 1 });
  return (
    1e6 *
    (priceOf('sqsRequests', 3) +
      priceOf('invocations', 1) +
      priceOf('readUnits', 1) +
      priceOf('gigabyteSeconds', gigabyteSeconds({ cpuMs: 0, waitMibMs: waitMs * BACKGROUND_MEMORY_MIB })))
  );
};

/** Says whether a happy order is within the limit under different loads. */
export const verdict = ({ usage }: Metered): string => {
  const judged = (filling: 'metered' | 'single' | 'full'): string => {
    const dollars = wholeDollars(usage, filling);
    return `${money(dollars)}, ${dollars <= LIMIT_DOLLARS ? 'within' : 'above'} the limit of $${LIMIT_DOLLARS}`;
  };
  return [
    `A million happy orders cost **${judged('metered')}**, measured with ${WORKERS} orders in progress at a time.`,
    `With one message in each batch, as under low load, a million happy orders cost ${judged('single')}. With full ` +
      `batches, as under high load, they cost ${judged('full')}.`,
    'In these three figures, the order watchdog checks each order once. A customer who pays later causes ' +
      `more checks, and each check adds about ${money(tickDollars())}.`,
  ].join(' ');
};

/** Compares larger orders (two lines and a note, or a long customer id) with a happy order. */
export const largerNote = (happy: Metered, others: readonly Metered[]): string => {
  const unitsOf = ({ usage }: Metered): number => usage.writeUnits + usage.indexUnits;
  const costs = (path: Path): string => {
    const its = others.find((one) => one.path === path);
    if (its === undefined) return 'were not measured';
    return `cost ${money(wholeDollars(its.usage))}. Each of these orders takes ${amount(unitsOf(its))} write units`;
  };
  return (
    'A happy order has one line, no note, and a customer with a short id. ' +
    `It takes ${amount(unitsOf(happy))} write units. ` +
    `A million orders of two lines with a note of 80 characters ${costs('two lines and a note')}. ` +
    `A million happy orders of customers whose ids are UUIDs ${costs('UUID')}. ` +
    'The orders of a batch share the writes of the stock item. So the write units of ' +
    'an order with one line vary with the size of its batch, by less than one unit. Paths other than the happy one ' +
    'have fewer orders, so their prices contain more cold starts.'
  );
};

/** Summarises the flatness table, which shows whether the price depends on the number of orders. */
export const flatnessNote = (happy: readonly Metered[]): string => {
  const { counted, whole } = driftsOf(happy);
  const judged = (drift: number): string =>
    `${(100 * drift).toFixed(1)} %, ${drift <= LIMIT_DRIFT ? 'within' : 'above'} the limit of ${percent(LIMIT_DRIFT)}`;
  return (
    `Between runs, the counted part of the price differs by ${judged(counted)}. ` +
    `The whole price differs by ${judged(whole)}.`
  );
};

/** Lists the write units by service, the largest first. */
const writesByService = (charges: readonly Charge[], orders: number): string => {
  const units = new Map<string, number>();
  for (const { table, writeUnits, indexUnits } of charges) {
    const service = table.replace(namePrefix, '');
    units.set(service, (units.get(service) ?? 0) + writeUnits + indexUnits);
  }
  return [...units]
    .filter(([, its]) => its > 0)
    .toSorted(([, one], [, other]) => other - one)
    .map(([service, its]) => `${service} ${amount(its / orders)}`)
    .join(', ');
};

const ofWrites = ({ charges, orders }: Metered): string => {
  const writes = charges.filter(({ writeUnits }) => writeUnits > 0);
  const least = writes.filter(({ writeUnits }) => writeUnits === 1).length / writes.length;
  return (
    `By service: ${writesByService(charges, orders)}. ${percent(least)} of the writes of items cost one ` +
    'unit, which is the minimum, so only fewer writes would save money. Outside the inventory service, each step of ' +
    'an order is one write of one item. A message to the customer is two writes: a claim before it is sent and a ' +
    'record afterwards. To halve the units, order, payment and ticket would have to share one item, and ' +
    'messages would have to be sent without a claim. But then services would not own their data, and a message ' +
    'could be sent twice.'
  );
};

const ofRequests = ({ usage }: Metered): string => {
  const saved = 1 - sqsRequests(usage, 'full') / sqsRequests(usage, 'metered');
  return (
    'A message costs one request to send it, and a share of two requests to receive and delete its ' +
    `batch. Full batches would save ${percent(saved)}. Batches are full under high load, or with a batching window. ` +
    "AWS stages have a batching window for mails and for the watchdog's messages, because no customer waits for " +
    'them. To halve the requests, Orderly would also have to send fewer messages, but each message brings an event ' +
    'to a service that needs it.'
  );
};

const ofEvents = ({ usage }: Metered): string =>
  `EventBridge charges for each event, not for each call. ${percent(usage.eventsToOne / usage.events)} ` +
  'of the events go to only one queue. Publishers could send these events directly to that queue and save their ' +
  'price, but then publishers would have to know the subscribers.';

const ofInvocations = ({ usage }: Metered): string => {
  const saved = 1 - invocations(usage, 'full') / invocations(usage, 'metered');
  return (
    'There is one invocation for each API request, each batch of messages and each batch of stream ' +
    `records. Full batches would save ${percent(saved)}. Full batches need high load, or a batching window, ` +
    'which would delay every step of an order.'
  );
};

const ofCompute = ({ usage }: Metered): string => {
  const cpu = gigabyteSeconds({ ...usage, waitMibMs: 0 }) / gigabyteSeconds(usage);
  const provider = (usage.providerCalls * waits.provider) / usage.waitMs;
  return (
    `${percent(cpu)} of this price is CPU time, which does not depend on the memory setting. The rest is ` +
    `waiting. ${percent(provider)} of the waiting is for the payment provider, and a reply by webhook ` +
    'would save this part. To save half, functions would also have to start faster and do less for each message.'
  );
};

const ofReads = (): string =>
  'Every decision needs a strongly consistent read of its item. If a queue delivered all messages of ' +
  'one order together, one read could serve several of them. But messages of one order seldom arrive ' +
  'together.';

/** Explains, for each line of the table of costs that counts in the total, how that cost could be halved. */
const halving: Readonly<Record<string, (metered: Metered) => string>> = {
  'write units': ofWrites,
  'read units': ofReads,
  events: ofEvents,
  requests: ofRequests,
  invocations: ofInvocations,
  'GB-seconds': ofCompute,
};

/** The three largest costs of a happy order, and how each could be halved. */
export const largestItems = (metered: Metered): string =>
  billOf(metered.usage)
    .filter((line) => coreDollars([line]) > 0)
    .toSorted((one, other) => other.dollars - one.dollars)
    .slice(0, 3)
    .map(
      ({ service, name, dollars }, index) =>
        `${index + 1}. **${service}, ${name}: ${money(dollars)}.** ${halving[name]?.(metered) ?? ''}`,
    )
    .join('\n');
