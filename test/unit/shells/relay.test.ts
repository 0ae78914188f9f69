import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { packedItem } from '../../../shared/persistence/item-forms.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';
import { lambdaContext, streamEvent } from '../../support/lambda-events.ts';

type Relay = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

let aws: FakeAws;
let relay: Relay;

beforeAll(async () => {
  aws = await startFakeAws();
  process.env['EVENT_BUS_NAME'] = 'bus';
  process.env['RELAY_DLQ_URL'] = `${process.env['AWS_ENDPOINT_URL']}/relay-dlq`;
  const lambda = await import('../../../functions/orders/relay/lambda.ts');
  relay = lambda.handler;
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

const event = (n: number) => ({
  id: `OrderExpired:${n}`,
  type: 'OrderExpired',
  version: 1,
  time: '2026-03-01T09:30:00.000Z',
  correlationId: 'correlation',
  causationId: 'cause',
  data: { orderId: String(n) },
});

/** A write of an order that publishes one event. */
const write = (n: number) => ({
  after: packedItem({ pk: `order#${n}`, version: 2, state: { status: 'EXPIRED' }, outbox: [event(n)] }, {}),
});

describe('a relay', () => {
  it('reports the record whose event the bus failed, so that the stream resumes there', async () => {
    aws.answer(({ operation }) =>
      operation === 'Events.PutEvents'
        ? {
            body: {
              FailedEntryCount: 1,
              Entries: [{ EventId: '1' }, { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }],
            },
          }
        : undefined,
    );
    expect(await relay(streamEvent(write(1), write(2)), lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'record-2' }],
    });
  });
});
