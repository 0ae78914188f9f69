import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { totalOf } from '../meter/charge.ts';
import { meterOf, probeOf } from '../meter/meter.ts';
import { seededRandom } from '../random.ts';
import { batchesOf, ordersOf, PRODUCT, SALE_BEGINS } from './orders.ts';
import { steps, type StepName } from './steps.ts';
import { documentClientOf, inventoryTable, localClient } from './table.ts';

/** Average metered cost to settle one order. */
export interface MeteredCost {
  readonly step: StepName;
  readonly name: string;
  readonly batchSize: number;
  readonly orders: number;
  readonly requestsPerOrder: number;
  readonly hotWritesPerOrder: number;
  readonly hotUnitsPerOrder: number;
  /** Write units of all items and index entries in the inventory service's table, until the order is RESERVED. */
  readonly writeUnitsPerOrder: number;
  readonly readUnitsPerOrder: number;
  /** Bytes of the largest item of each kind. */
  readonly hotItemBytes: number;
  readonly rowBytes: number;
  readonly intentBytes: number;
}

/** Retries do not wait, because this sequential run has no contention. */
const noPause = (): Promise<void> => Promise.resolve();

/**
 * Settles full batches of orders of one product with one design, and meters all requests. The batches run one after
 * another, and the product does not sell out.
 * @throws Error if an order stays undecided, because the figures would then be wrong
 */
export const meteredRun = async (
  endpoint: string,
  probe: DynamoDBClient,
  table: string,
  { step, batchSize, batches, seed }: { step: StepName; batchSize: number; batches: number; seed: number },
): Promise<MeteredCost> => {
  const random = seededRandom(seed);
  const dynamo = localClient(endpoint);
  const meter = meterOf({ [table]: inventoryTable }, probeOf(probe));
  const client = documentClientOf(dynamo);
  const way = steps[step]({ client, table, now: () => SALE_BEGINS, pause: noPause, random });
  const orders = ordersOf(seededRandom(seed + 1), batchSize * batches, 5);
  try {
    // Far more stock than ordered, because a stock shard that is sold out costs extra requests.
    await way.stockUp(PRODUCT, orders.length * 50);
    meter.attach(dynamo);
    for (const batch of batchesOf(orders, batchSize)) {
      const undecided = await way.settle(batch);
      if (undecided.size > 0) throw new Error(`"${way.name}" left ${undecided.size} orders undecided`);
    }
  } finally {
    dynamo.destroy();
  }
  const all = totalOf(meter.charges);
  const hot = totalOf(meter.charges, ({ key }) => way.isHot(key));
  const kind = (prefix: string) => totalOf(meter.charges, ({ key }) => key.startsWith(prefix));
  const each = (amount: number): number => amount / orders.length;
  return {
    step,
    name: way.name,
    batchSize,
    orders: orders.length,
    requestsPerOrder: each(all.requests),
    hotWritesPerOrder: each(hot.writes),
    hotUnitsPerOrder: each(hot.writeUnits),
    writeUnitsPerOrder: each(all.writeUnits + all.indexUnits),
    readUnitsPerOrder: each(all.readUnits),
    hotItemBytes: hot.bytes,
    rowBytes: kind('reservation#').bytes,
    intentBytes: kind('intent#').bytes,
  };
};
