import { BACKGROUND_MEMORY_MIB } from '../../infra/constructs/service-function.ts';
import type { Charge } from '../meter/charge.ts';
import { billOf, coreDollars, gigabyteSeconds, invocations, sqsRequests, waitedMs, waits } from './bill.ts';
import { namePrefix } from './functions.ts';
import { priceOf } from './prices-2026.ts';
import { countedDollars, money, wholeDollars, type Metered } from './report.ts';
import { noCalls } from './requests.ts';
import { WORKERS } from './shop.ts';

/** The most that a million happy orders may cost, in dollars: DynamoDB, EventBridge, SQS and Lambda together. */
export const LIMIT_DOLLARS = 60;

/** By how much the price of an order may differ between few orders and many: of the smallest. */
export const LIMIT_DRIFT = 0.05;

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
const amount = (value: number): string => value.toFixed(1);

/** By how much the largest of some prices is above the smallest, as a share of it. */
export const driftOf = (prices: readonly number[]): number => Math.max(...prices) / Math.min(...prices) - 1;

/** How far the price of a happy order is from being the same however many there are. */
export const driftsOf = (
  happy: readonly Metered[],
): { readonly counted: number; readonly whole: number } => ({
  counted: driftOf(happy.map(({ usage }) => countedDollars(usage))),
  whole: driftOf(happy.map(({ usage }) => wholeDollars(usage))),
});

/** What one more tick of an order's watchdog costs a million orders: a message alone that finds nothing to do. */
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

/** Whether a happy order is within the limit, and how that depends on the load. */
export const verdict = ({ usage }: Metered): string => {
  const judged = (filling: 'metered' | 'single' | 'full'): string => {
    const dollars = wholeDollars(usage, filling);
    return `${money(dollars)}, ${dollars <= LIMIT_DOLLARS ? 'within' : 'above'} the limit of $${LIMIT_DOLLARS}`;
  };
  return [
    `A million happy orders cost **${judged('metered')}**, with ${WORKERS} orders under way at a time, which is the load that "metered" stands for.`,
    `If every message came alone, as when an order is placed now and then: ${judged('single')}. If batches were full, as under much load: ${judged('full')}.`,
    `A customer who takes longer to pay than here, where the watchdog looks once, adds about ${money(tickDollars())} for each further look.`,
  ].join(' ');
};

/** What the table of sizes says. */
export const flatnessNote = (happy: readonly Metered[]): string => {
  const { counted, whole } = driftsOf(happy);
  const judged = (drift: number): string =>
    `${(100 * drift).toFixed(1)} %, ${drift <= LIMIT_DRIFT ? 'within' : 'above'} the limit of ${percent(LIMIT_DRIFT)}`;
  return `The counted part differs by ${judged(counted)}; the whole price by ${judged(whole)}.`;
};

/** Write units by service, the most first. */
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
  return `By service: ${writesByService(charges, orders)}. ${percent(least)} of the writes of items are charged one unit, the least there is, so what is left to save are whole writes. Each step of a service is one write of its own item, and a message to the customer is two, a claim before it is sent and a record afterwards. Half of the units would take order, payment and ticket in one item and messages without a claim: services would no longer own their data, and a message could go out twice.`;
};

const ofRequests = ({ usage }: Metered): string => {
  const saved = 1 - sqsRequests(usage, 'full') / sqsRequests(usage, 'metered');
  return `A message takes one request to be sent, and its share of one to receive and of one to delete. Full batches would save ${percent(saved)}: load fills them, or a batching window, which AWS stages have where nobody waits (mails and the watchdog's ticks; the emulator knows no windows, so nothing of that is in this figure). The rest of a half would take fewer messages, and each is an event on its way to one service that needs it.`;
};

const ofEvents = ({ usage }: Metered): string =>
  `EventBridge charges each event, not each call. ${percent(usage.eventsToOne / usage.events)} of them go to one queue alone. If their publishers sent them straight to it, that much would be saved, and publishers would have to know who listens.`;

const ofInvocations = ({ usage }: Metered): string => {
  const saved = 1 - invocations(usage, 'full') / invocations(usage, 'metered');
  return `One for each request to the API, each batch and each batch of stream records. Full batches would save ${percent(saved)}: by load, or by a batching window, which everybody who waits for the next step would feel.`;
};

const ofCompute = ({ usage }: Metered): string => {
  const cpu = gigabyteSeconds({ ...usage, waitMibMs: 0 }) / gigabyteSeconds(usage);
  const provider = (usage.providerCalls * waits.provider) / usage.waitMs;
  return `${percent(cpu)} of it is CPU time, which no setting of memory changes; the rest is waiting. ${percent(provider)} of the time waited is for the payment provider, which a reply by webhook would save. The rest of a half would take functions that start faster and do less for each message.`;
};

const ofReads = (): string =>
  'Every decision is preceded by a strongly consistent read of its item. A queue that hands over all messages of one order together could have one read serve several of them; messages of an order seldom come together.';

/** What it would take to halve a line of the bill. */
const halving: Readonly<Record<string, (metered: Metered) => string>> = {
  'write units': ofWrites,
  'read units': ofReads,
  events: ofEvents,
  requests: ofRequests,
  invocations: ofInvocations,
  'GB-seconds': ofCompute,
};

/** The three largest items of a happy order's bill, and what it would take to halve each. */
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
