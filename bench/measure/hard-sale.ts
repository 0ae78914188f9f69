import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { addSeconds } from '../../shared/kernel/clock.ts';
import type { Order, StockStep } from '../baselines/stock-step.ts';
import { between, seededRandom, shuffled } from '../random.ts';
import { auditTable, type Audit } from './audit.ts';
import { mortal, WorkerDied, type Mortality } from './mortal.ts';
import { batchesOf, ordersOf, PRODUCT, SALE_BEGINS } from './orders.ts';
import { steps, type StepName } from './steps.ts';
import { documentClientOf, localClient } from './table.ts';

/** A sale with duplicate messages and workers that die. */
export interface HardSale {
  readonly step: StepName;
  readonly seed: number;
  readonly units: number;
  readonly orders: number;
  readonly batchSize: number;
  readonly workers: number;
  /** Probability that a worker dies during a batch, from 0 to 1. */
  readonly deaths: number;
}

export interface HardSaleResult extends Audit {
  readonly name: string;
  readonly died: number;
  readonly deliveries: number;
}

interface Worker {
  readonly way: StockStep;
  readonly mortality: Mortality;
}

/** Maximum number of requests that a dying worker still sends. */
const LAST_CALL = 15;
/** Maximum number of extra rounds that deliver orders again. No worker dies in these rounds. */
const LAST_ROUNDS = 6;
/** Simulated seconds between two rounds of deliveries. This is longer than any lock or lease lasts. */
const BETWEEN_ROUNDS = 120;

/**
 * Delivers each order one to three times, in random batches, to several workers, which die at random calls. Then it
 * delivers undecided orders and the batches of dead workers again, at most `LAST_ROUNDS` times, runs the sweep (if the
 * design has one), and counts the units.
 */
export const hardSale = async (
  endpoint: string,
  probe: DynamoDBClient,
  table: string,
  sale: HardSale,
): Promise<HardSaleResult> => {
  const random = seededRandom(sale.seed);
  let clock = SALE_BEGINS;
  const pause = async (attempt: number): Promise<void> => {
    await wait(random() * Math.min(8, 2 ** attempt));
  };
  const clients = Array.from({ length: sale.workers }, () => localClient(endpoint));
  const workers = clients.map((dynamo, n): Worker => {
    const dependencies = { client: documentClientOf(dynamo), table, now: () => clock, pause };
    const way = steps[sale.step]({ ...dependencies, random: seededRandom(sale.seed + 1000 + n) });
    return { way, mortality: mortal(dynamo) };
  });
  const unmetered = documentClientOf(probe);
  const observer: StockStep = steps[sale.step]({ client: unmetered, table, now: () => clock, pause, random });
  await observer.stockUp(PRODUCT, sale.units);

  const orders = ordersOf(seededRandom(sale.seed + 1), sale.orders, 5);
  const copies = orders.flatMap((order) => Array.from({ length: between(random, 1, 3) }, () => order));
  let died = 0;
  let deliveries = 0;

  /** Lets all workers take batches until none is left. Returns the orders to deliver again. */
  const deliver = async (messages: readonly Order[], deaths: number): Promise<readonly Order[]> => {
    const waiting = [...batchesOf(messages, sale.batchSize)];
    const again = new Map<string, Order>();
    const work = async ({ way, mortality }: Worker): Promise<void> => {
      for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
        deliveries += 1;
        const once = [...new Map(batch.map((order) => [order.orderId, order])).values()];
        if (random() < deaths) mortality.dieAfter(between(random, 1, LAST_CALL));
        let undecided: ReadonlySet<string>;
        try {
          undecided = await way.settle(once);
        } catch (error) {
          if (!(error instanceof WorkerDied)) throw error;
          undecided = new Set(once.map(({ orderId }) => orderId));
        }
        if (mortality.revive()) died += 1;
        for (const order of once) if (undecided.has(order.orderId)) again.set(order.orderId, order);
      }
    };
    await Promise.all(workers.map(work));
    clock = addSeconds(clock, BETWEEN_ROUNDS);
    return [...again.values()];
  };

  try {
    let rest = await deliver(shuffled(random, copies), sale.deaths);
    for (let round = 0; round < LAST_ROUNDS && rest.length > 0; round += 1) rest = await deliver(rest, 0);
    await observer.sweep?.(PRODUCT);
    const available = await observer.available(PRODUCT);
    const audit = await auditTable(unmetered, table, {
      received: sale.units,
      available,
      orders: orders.length,
    });
    return { ...audit, name: observer.name, died, deliveries };
  } finally {
    for (const client of clients) client.destroy();
  }
};
