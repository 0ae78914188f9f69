import { randomUUID } from 'node:crypto';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rejected, Reservation } from '../../functions/inventory/domain/reservation.ts';
import { integrationEvent } from '../support/bus-messages.ts';
import { batchGetAll } from '../../shared/persistence/document-client.ts';
import { documents, invoke, sqs } from '../support/aws.ts';
import { eventually } from '../support/eventually.ts';
import { inParallel } from '../support/in-parallel.ts';
import { withholdAnswers } from '../support/inventory-answers.ts';
import { messagesIn } from '../support/queues.ts';
import { seeded } from '../support/seeded.ts';
import { availableOf, newProduct } from '../support/shop.ts';
import { deployedStack } from '../support/stack.ts';
import { killWorkers } from '../support/workers.ts';

/** The full test has 10,000 orders: set `ORDERLY_EXACTNESS_ORDERS=10000`. Half as many units are for sale. */
const ORDERS = Number(process.env['ORDERLY_EXACTNESS_ORDERS'] ?? '1000');
const UNITS = ORDERS / 2;
const SEED = Number(process.env['ORDERLY_EXACTNESS_SEED'] ?? '20260301');

const draw = seeded(SEED);
let productId: string;
let letAnswer: () => Promise<void>;

/**
 * Withholds the inventory service's answers from the orders service, because the orders service does not have the
 * orders of this test.
 */
beforeAll(async () => {
  productId = await newProduct(UNITS, 100);
  letAnswer = await withholdAnswers();
});
afterAll(() => letAnswer());

interface Wish {
  readonly orderId: string;
  readonly quantity: number;
}

const orderCreated = ({ orderId, quantity }: Wish): string =>
  JSON.stringify(
    integrationEvent(
      'OrderCreated',
      orderId,
      {
        orderId,
        customerId: 'nobody',
        items: [{ productId, name: 'Hot product', quantity, unitAmount: 100 }],
        totalAmount: quantity * 100,
        currency: 'EUR',
        attempt: 1,
      },
      { discriminator: 1, at: new Date().toISOString(), correlationId: `exactness-${SEED}` },
    ),
  );

/** One to three copies of each wish (an order's request for units), in random order. */
const deliveries = (wishes: readonly Wish[]): Wish[] => {
  const copies = wishes.flatMap((wish) => Array.from({ length: 1 + draw(3) }, () => wish));
  for (let at = copies.length - 1; at > 0; at -= 1) {
    const other = draw(at + 1);
    const [one, two] = [copies[at], copies[other]];
    if (one !== undefined && two !== undefined) [copies[at], copies[other]] = [two, one];
  }
  return copies;
};

const reservationsQueue = (): string => deployedStack().queues['inventoryReservations'] ?? '';

const send = async (batch: readonly Wish[]): Promise<void> => {
  const Entries = batch.map((wish, n) => ({ Id: String(n), MessageBody: orderCreated(wish) }));
  const { Failed = [] } = await sqs().send(
    new SendMessageBatchCommand({ QueueUrl: reservationsQueue(), Entries }),
  );
  if (Failed.length > 0) throw new Error(JSON.stringify(Failed));
};

const rowsOf = async (wishes: readonly Wish[]): Promise<readonly Reservation[]> => {
  const { client, table } = documents('inventory');
  const pages = await inParallel(Math.ceil(wishes.length / 100), 4, (page) => {
    const ids = wishes.slice(page * 100, page * 100 + 100).map(({ orderId }) => `reservation#${orderId}`);
    return batchGetAll(client, table, ids);
  });
  return pages.flatMap((page) => [...page.values()] as unknown as Reservation[]);
};

describe(`${ORDERS} orders for ${UNITS} units, delivered one to three times, while workers are killed (seed ${SEED})`, () => {
  it('are each decided once, sell every sellable unit, and oversell none', async () => {
    const wishes = Array.from({ length: ORDERS }, () => ({ orderId: randomUUID(), quantity: 1 + draw(5) }));
    const copies = deliveries(wishes);
    const batches = Math.ceil(copies.length / 10);
    await inParallel(batches, 4, async (n) => {
      await send(copies.slice(n * 10, n * 10 + 10));
      // Kills the workers about 20 times in total, however many orders there are.
      if (draw(Math.ceil(batches / 20)) === 0) killWorkers();
    });
    await eventually(
      async () => {
        const left = await messagesIn(reservationsQueue());
        if (left > 0) throw new Error(`${left} messages are under way`);
      },
      { timeoutMs: 60_000 + ORDERS * 60, describe: 'the queue to be empty' },
    );
    expect(await messagesIn(deployedStack().queues['inventoryReservationsDlq'])).toBe(0);

    const rows = await rowsOf(wishes);
    expect(rows).toHaveLength(ORDERS);
    const sold = rows
      .filter(({ status }) => status === 'RESERVED')
      .flatMap(({ lines }) => lines)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    const available = await eventually(
      async () => {
        // Starts the sweep, which finishes batches whose worker died and returns their unsold units.
        await invoke('orderly-local-inventory-sweep-batches');
        const now = await availableOf(productId);
        if (sold + now !== UNITS) throw new Error(`${sold} are sold and ${now} left, of ${UNITS}`);
        return now;
      },
      { describe: 'every unit to be sold or left' },
    );
    const refused = rows.filter((row): row is Rejected => row.status === 'REJECTED');
    expect(refused.length).toBeGreaterThan(0);
    const wronglyRefused = refused.filter(({ shortages }) =>
      shortages.some(({ requested, available: seen }) => requested <= seen),
    );
    expect(wronglyRefused).toEqual([]);
    // No order returned units, so the number of unsold units never grew. At each rejection, it was at least as large as
    // it is now. So the units that are left now must be too few for each rejected order.
    const smallest = Math.min(...refused.flatMap(({ lines }) => lines.map(({ quantity }) => quantity)));
    expect(available).toBeLessThan(smallest);
  }, 1_200_000);
});
