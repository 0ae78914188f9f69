import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoMessageLog } from '../../functions/notifications/adapters/dynamo-message-log.ts';
import { addEnvironment, documents } from '../support/aws.ts';
import { eventually } from '../support/eventually.ts';
import { inParallel } from '../support/in-parallel.ts';
import { mailsTo } from '../support/sent-messages.ts';
import { cancel, newCustomer, newProduct, place, reach, reachMessage, withMail } from '../support/shop.ts';

/** The lowest daily limit that a stage may set. The local stage has no limit, so the test sets this one. */
const LIMIT = 120;
/** One customer places and cancels this many orders. Without the limit, they cause more than `LIMIT` messages. */
const ORDERS = 65;
const told = ['OrderCreated', 'OrderCancelled'];

let removeLimit: () => Promise<void>;
beforeAll(async () => {
  removeLimit = await addEnvironment('orderly-local-notifications-inbox', {
    MAX_MESSAGES_A_DAY: String(LIMIT),
  });
});
afterAll(() => removeLimit());

/**
 * How many messages about these orders were sent, and how many were suppressed.
 * @throws Error if an order lacks a message that each order causes. On a busy machine, an order may have more messages,
 *   because its payment link may exist before the order is cancelled.
 */
const messagesOf = async (orderIds: readonly string[]) => {
  const { client, table } = documents('notifications');
  const logs = await dynamoMessageLog(client, table).loadMany(orderIds);
  const messages = logs.flatMap((log) => log.messages);
  const decided = (...statuses: readonly string[]) =>
    messages.filter(({ state }) => statuses.includes(state.status)).map(({ eventId }) => eventId);
  const known = decided('SENT', 'SUPPRESSED');
  for (const orderId of orderIds) {
    for (const type of told) {
      if (!known.some((id) => id.startsWith(`${type}:${orderId}`))) throw new Error(`${type} of ${orderId}`);
    }
  }
  return { sent: decided('SENT').length, suppressed: decided('SUPPRESSED').length };
};

describe(`a customer who places and cancels ${ORDERS} orders in a day`, () => {
  it(`gets at most ${LIMIT} messages, and another customer gets hers`, async () => {
    const productId = await newProduct(ORDERS + 1);
    const [eager, other] = [newCustomer(), newCustomer()];
    await withMail(eager);
    await withMail(other);

    const orderIds = await inParallel(ORDERS, 5, async () => {
      const { orderId } = await place(eager, [{ productId, quantity: 1 }]);
      await eventually(async () => expect((await cancel(eager, 'customer', orderId)).status).toBe(200));
      await reach(orderId, 'CANCELLED');
      return orderId;
    });
    const { sent, suppressed } = await eventually(() => messagesOf(orderIds), {
      describe: 'every message being sent or suppressed',
    });
    expect(sent + suppressed).toBeGreaterThan(LIMIT);
    expect(sent).toBeLessThanOrEqual(LIMIT);
    expect(suppressed).toBeGreaterThan(0);
    expect((await mailsTo(`${eager}@example.com`)).length).toBeLessThanOrEqual(LIMIT);

    await place(other, [{ productId, quantity: 1 }]);
    expect(await reachMessage(other, 'OrderCreated')).toContain('OrderCreated');
  });
});
