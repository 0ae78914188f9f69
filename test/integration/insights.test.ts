import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RowDetails } from '../../functions/insights/domain/row-view.ts';
import type { DayView } from '../../functions/insights/domain/figures.ts';
import { pickupCode } from '../../shared/kernel/pickup-code.ts';
import { sqs } from '../support/aws.ts';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { cancel, kitchenStep, newCustomer, newProduct, placePaid, reach } from '../support/shop.ts';
import { deployedStack } from '../support/stack.ts';

const customer = newCustomer();
let orderId: string;
let productId: string;

const show = async <Body>(path: string): Promise<Body> =>
  demand(await callAs<Body>('sam', 'staff', 'GET', `/insights/${path}`), 200);
const timeline = (): Promise<RowDetails> => show(`orders/${orderId}`);
const idsOf = async (query: string): Promise<readonly string[]> =>
  (await show<{ items: readonly RowDetails[] }>(`orders?${query}`)).items.map((one) => one.orderId);

beforeAll(async () => {
  productId = await newProduct(990, 1);
  ({ orderId } = await placePaid(customer, productId, 900));
  for (const step of ['start', 'ready', 'complete'] as const) await kitchenStep(orderId, step);
  await reach(orderId, 'COMPLETED');
});

describe('insights', () => {
  it('show an order with the timeline of all services', async () => {
    await eventually(async () => expect((await timeline()).timeline).toHaveLength(11));
    const { status, customerId, totalAmount, capturedAmount, steps, timeline: events } = await timeline();
    expect({ status, customerId, totalAmount, capturedAmount }).toEqual({
      status: 'COMPLETED',
      customerId: customer,
      totalAmount: 900,
      capturedAmount: 900,
    });
    const life = ['PENDING', 'AWAITING_PAYMENT', 'PAID', 'PREPARING', 'READY', 'COMPLETED'];
    expect(steps.map((step) => step.status)).toEqual(life);
    expect(events.find(({ type }) => type === 'OrderPaid')?.causationId).toBe(`PaymentSucceeded:${orderId}`);
  });

  it('find the order by customer, status, day, id and correlation id, and nobody else reads them', async () => {
    const { correlationId, placedAt = '' } = await timeline();
    const day = placedAt.slice(0, 10);
    for (const query of [
      `customerId=${customer}`,
      `customerId=${customer}&status=COMPLETED&day=${day}`,
      `text=${orderId}`,
      `text=${correlationId}`,
      `customerId=${customer}&text=${orderId.slice(-8)}`,
      `customerId=${customer}&text=${pickupCode(orderId)}`,
      `customerId=${customer}&currency=EUR&amountFrom=900&amountTo=900`,
      `text=${orderId}&currency=EUR&amountTo=900`,
    ]) {
      expect([query, await idsOf(query)]).toEqual([query, [orderId]]);
    }
    for (const other of ['status=PAID', 'currency=EUR&amountFrom=901', 'currency=JPY&amountFrom=900']) {
      expect([other, await idsOf(`customerId=${customer}&${other}`)]).toEqual([other, []]);
    }
    expect((await callAs(customer, 'customer', 'GET', `/insights/orders/${orderId}`)).status).toBe(403);
  });

  it('count an order once in the figures of its day, although two of its events arrive again', async () => {
    const before = await timeline();
    const day = (before.placedAt ?? '').slice(0, 10);
    const sold = async (): Promise<number | undefined> =>
      (await show<DayView>(`days/${day}`)).bestSellers.find((one) => one.productId === productId)?.units;
    const version = JSON.stringify(before);
    // OrderPreparing and OrderCompleted contain only what the timeline shows, and the ids of the order and its
    // customer. So the test can build these events again.
    const again = before.timeline.filter(({ type }) => ['OrderPreparing', 'OrderCompleted'].includes(type));
    const Entries = again.map(({ id, type, at, causationId, correlationId }, n) => ({
      Id: String(n),
      MessageBody: JSON.stringify({
        id,
        type,
        version: 1,
        time: at,
        correlationId,
        causationId,
        data: { orderId, customerId: customer },
      }),
    }));
    const QueueUrl = deployedStack().queues['insightsInbox'];
    await sqs().send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const other = await placePaid(customer, productId, 90);
    await cancel(customer, 'customer', other.orderId);
    await reach(other.orderId, 'CANCELLED');
    await eventually(async () =>
      expect(await idsOf(`customerId=${customer}&status=CANCELLED`)).toEqual([other.orderId]),
    );
    expect(JSON.stringify(await timeline())).toBe(version);
    expect((await show<DayView>(`days/${day}`)).orders.completed).toBeGreaterThan(0);
    // The test sells so many units that this product is among the ten best sellers, whatever other tests sell.
    expect(await sold()).toBe(990);
  });

  it('list the orders of all customers in pages', async () => {
    const page = (cursor: string) =>
      show<{ items: readonly RowDetails[]; nextCursor?: string }>(`orders?limit=1${cursor}`);
    const first = await page('');
    const second = await page(`&cursor=${first.nextCursor ?? ''}`);
    expect([first.items.length, second.items.length]).toEqual([1, 1]);
    expect((first.items[0]?.placedAt ?? '') >= (second.items[0]?.placedAt ?? '')).toBe(true);
    expect(second.items).not.toEqual(first.items);
  });
});
