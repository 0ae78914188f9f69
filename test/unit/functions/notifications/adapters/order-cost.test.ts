import { GetCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { itemSize } from '../../../../../bench/meter/item-size.ts';
import { indexUnits, pageUnits, readUnits, writeUnits } from '../../../../../bench/meter/request-units.ts';
import { dynamoContactStore } from '../../../../../functions/notifications/adapters/dynamo-contact-store.ts';
import { dynamoMessageLog } from '../../../../../functions/notifications/adapters/dynamo-message-log.ts';
import { reactions } from '../../../../../functions/notifications/reactions.ts';
import { sendNotification } from '../../../../../functions/notifications/send-notification.ts';
import { tableShapes } from '../../../../../shared/config/tables.ts';
import { KEEP_DAYS } from '../../../../support/keep-days.ts';
import { memoryMailer, memoryTexter } from '../../../../support/memory/notifications-providers.ts';

type Attributes = Record<string, unknown>;

/**
 * A DynamoDB client in memory, with one item of contact details. It applies updates without checking their conditions,
 * and adds up the units that DynamoDB would charge.
 */
const meteredClient = (contact: Attributes) => {
  const { byCustomer } = tableShapes.notifications.indexes;
  const items = new Map<string, Attributes>();
  const sizes: number[] = [];
  const units = { written: 0, indexed: 0, read: 0 };
  const marshalled = (item: Attributes | undefined) =>
    item && marshall(item, { removeUndefinedValues: true });

  /** Applies an update, adds up its units, and returns the changed item. */
  const update = ({ Key, UpdateExpression = '', ...expression }: UpdateCommand['input']): Attributes => {
    const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = expression;
    const pk = String(Key?.['pk']);
    const before = items.get(pk);
    const after: Attributes = { ...(before ?? { pk }) };
    const assignments = UpdateExpression.replace(/^SET /, '').split(/, (?![^(]*\))/);
    for (const assignment of assignments) {
      const [, path = '', isOnce, value = ''] =
        /^(\S+) = (?:(if_not_exists)\(\S+, )?(:\w+)\)?$/.exec(assignment) ?? [];
      const attribute = names[path] ?? path;
      if (isOnce === undefined || after[attribute] === undefined) after[attribute] = values[value];
    }
    items.set(pk, after);
    const [old, now] = [marshalled(before), marshalled(after)];
    sizes.push(itemSize(now ?? {}));
    units.written += writeUnits(old && itemSize(old), now && itemSize(now));
    units.indexed += indexUnits(old, now, { ...byCustomer, include: [] }, ['pk']);
    return after;
  };

  const client = {
    send: async (command: unknown) => {
      if (command instanceof UpdateCommand) return { Attributes: update(command.input) };
      if (command instanceof QueryCommand) {
        const Items = [...items.values()].map(({ pk, customerId, sortKey }) => ({ pk, customerId, sortKey }));
        units.read += pageUnits(
          Items.map((item) => itemSize(marshall(item))),
          'eventual',
        );
        return { Items };
      }
      if (!(command instanceof GetCommand)) throw new Error('An order was not to cost this');
      const Item = { pk: String(command.input.Key?.['pk']), ...contact };
      const consistency = command.input.ConsistentRead === true ? 'strong' : 'eventual';
      units.read += readUnits(itemSize(marshall(Item)), consistency);
      return { Item };
    },
  } as unknown as DynamoDBDocumentClient;
  return { client, units, sizes };
};

const orderId = '0195a5a5-0000-7000-8000-000000000001';

/** Delivers the five events of a successful order that send its customer an e-mail. */
const happyOrder = async (customerId: string) => {
  const email = { address: 'alice@example.com', verifiedAt: '2026-03-01T09:00:00.000Z' };
  const contact = { email, channels: { email: true, sms: false } };
  const { client, units, sizes } = meteredClient(contact);
  const mailer = memoryMailer();
  const notify = sendNotification({
    contacts: dynamoContactStore(client, 'notifications'),
    log: dynamoMessageLog(client, 'notifications', KEEP_DAYS),
    mailer,
    texter: memoryTexter(),
    now: () => '2026-03-01T09:00:00.000Z',
    claimSeconds: 20,
    textCountries: [],
    maxMessagesADay: 120,
    onSuppressed: () => undefined,
    onRefused: () => undefined,
  });
  const react = reactions({
    notify,
    contacts: dynamoContactStore(client, 'notifications'),
    log: dynamoMessageLog(client, 'notifications'),
    now: () => '2026-03-01T09:00:00.000Z',
  });
  const order = { orderId, customerId };
  const at = '2026-03-01T09:00:00.000Z';
  const money = { amount: 124_000, currency: 'EUR' };
  const items = [{ productId: 'desk', name: 'Desk', quantity: 2, unitAmount: 62_000 }];
  const priced = { ...order, items, totalAmount: 124_000, currency: 'EUR' };
  const link = { ...order, ...money, paymentLink: 'https://pay.example/1', payBy: at };
  const because = (eventId: string) => ({ correlationId: 'request-1', causationId: eventId, sentAt: at });

  await react.OrderCreated({ ...priced, attempt: 1 }, because(`OrderCreated:${orderId}:1`));
  await react.PaymentLinkCreated(link, because(`PaymentLinkCreated:${orderId}`));
  await react.OrderPaid({ ...priced, placedAt: at }, because(`OrderPaid:${orderId}`));
  await react.FulfilmentReady({ ...order, at }, because(`FulfilmentReady:${orderId}`));
  await react.OrderCompleted(order, because(`OrderCompleted:${orderId}`));
  expect(mailer.sent).toHaveLength(5);
  return { units, sizes };
};

describe('five e-mails about a successful order', () => {
  it('costs two writes a mail, one index entry for all of them, and a read unit a mail', async () => {
    const { units } = await happyOrder('0195a5a5-0000-7000-8000-00000000a11c');
    expect(units).toEqual({ written: 10, indexed: 1, read: 5 });
  });

  it('leaves one item below 1 KB, the size that a write unit pays for, also for the longest customer id', async () => {
    const { sizes } = await happyOrder('c'.repeat(128));
    expect(Math.max(...sizes)).toBeLessThan(1024);
  });
});
