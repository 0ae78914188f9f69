import { describe, expect, it } from '@jest/globals';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Context, DynamoDBStreamEvent } from 'aws-lambda';
import type { Message } from '../../../../shared/events/envelope.ts';
import { relayHandler } from '../../../../shared/messaging/relay-handler.ts';
import { outboxOf } from '../../../../shared/messaging/relay.ts';
import { packedItem, type Item } from '../../../../shared/persistence/item-forms.ts';

const EVENT = { id: 'OrderPaid:1', type: 'OrderPaid', data: { orderId: '1' } };

/** An image as Lambda hands it over: JSON, with bytes in base64. */
const imageOf = (item: Item): Record<string, object> =>
  Object.fromEntries(
    Object.entries(marshall(item)).map(([name, value]) => [
      name,
      value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') },
    ]),
  );

describe('the shell around a relay', () => {
  it('hands over packed items as they were written, though Lambda has their bytes in base64', async () => {
    process.env['EVENT_BUS_NAME'] = 'bus';
    process.env['RELAY_DLQ_URL'] = 'http://queue.test/dlq';
    const seen: (readonly Message[])[] = [];
    const handler = relayHandler('orders', (change) => {
      seen.push(outboxOf(change));
      return [];
    });
    const at = (version: number) => ({ pk: 'order#1', version, state: { status: 'PAID' }, outbox: [EVENT] });
    const dynamodb = {
      SequenceNumber: 's1',
      OldImage: imageOf(packedItem(at(1), {})),
      NewImage: imageOf(packedItem(at(2), {})),
    };
    const event = { Records: [{ dynamodb }] } as DynamoDBStreamEvent;

    expect(await handler(event, {} as Context, { signal: new AbortController().signal })).toEqual({
      batchItemFailures: [],
    });
    expect(seen).toEqual([[EVENT]]);
  });
});
