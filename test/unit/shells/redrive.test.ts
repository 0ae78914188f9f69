import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { orderPaid } from '../../support/bus-messages.ts';
import { checkAnswer, serviceRoutes } from '../../support/declared-routes.ts';
import { startFakeAws, type AwsAnswer, type FakeAws } from '../../support/fake-aws.ts';
import { apiEvent, lambdaContext } from '../../support/lambda-events.ts';
import { createTokenIssuer, type TokenIssuer } from '../../support/token-issuer.ts';

type Route = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

let aws: FakeAws;
let issuer: TokenIssuer;
let route: Route;

beforeAll(async () => {
  aws = await startFakeAws();
  issuer = await createTokenIssuer();
  Object.assign(process.env, {
    QUEUE_URL_PREFIX: 'https://sqs.test/1/orderly-',
    EVENT_BUS_NAME: 'bus',
  });
  route = (await import('../../../functions/ops/lambdas/redrive-dead-letters.ts')).handler;
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

const event = orderPaid(1).detail;
const body = JSON.stringify(event);
const letter = {
  MessageId: 'm1',
  ReceiptHandle: 'h1',
  Body: body,
  MD5OfBody: createHash('md5').update(body).digest('hex'),
  Attributes: { SentTimestamp: '1772355600000', ApproximateReceiveCount: '1' },
  MessageAttributes: { code: { DataType: 'String', StringValue: 'x' } },
};

/** There is one dead letter. EventBridge and the queue respond with `target`; by default they accept the message. */
const given = (target?: AwsAnswer): void => {
  let receives = 0;
  aws.answer(({ operation }) => {
    if (operation === 'SQS.ReceiveMessage') {
      receives += 1;
      return { body: { Messages: receives === 1 ? [letter] : [] } };
    }
    return operation === 'SQS.SendMessage' || operation === 'Events.PutEvents' ? target : undefined;
  });
};

const redrive = async (queue: string, role = 'admin') => {
  const headers = { authorization: await issuer.bearer('ada', role) };
  const resource = '/ops/dead-letters/{queue}/redrive';
  const request = apiEvent({ method: 'POST', resource, path: { queue }, headers });
  const { statusCode: status, body: answer } = await route(request, lambdaContext());
  const json = JSON.parse(answer) as Readonly<Record<string, unknown>>;
  checkAnswer(serviceRoutes, { method: 'POST', path: resource, status, body: json });
  return { status, json };
};
const moves = () =>
  aws.calls
    .map(({ operation }) => operation)
    .filter((operation) => !/ReceiveMessage|GetQueueAttributes/.test(operation));

describe('a redrive', () => {
  it('sends a dead letter back to its queue without its cause, and deletes it only then', async () => {
    given();
    expect(await redrive('orders-inbox')).toMatchObject({ status: 200, json: { count: 1, failed: [] } });
    expect(moves()).toEqual(['SQS.SendMessage', 'SQS.DeleteMessage']);
    expect(aws.inputsOf('SQS.SendMessage')).toEqual([
      { QueueUrl: 'https://sqs.test/1/orderly-orders-inbox', MessageBody: body },
    ]);
    expect(aws.inputsOf('SQS.DeleteMessage')).toEqual([
      { QueueUrl: 'https://sqs.test/1/orderly-orders-inbox-dlq', ReceiptHandle: 'h1' },
    ]);
  });

  it('keeps a dead letter that its queue does not accept', async () => {
    given({ status: 500, body: { __type: 'InternalError', message: 'no queue' } });
    expect(await redrive('orders-inbox')).toMatchObject({ status: 503 });
    expect(moves()).toEqual([
      // The SDK tries three times.
      'SQS.SendMessage',
      'SQS.SendMessage',
      'SQS.SendMessage',
      'SQS.ChangeMessageVisibilityBatch',
    ]);
  });

  it('publishes a dead letter of a relay as the relay does', async () => {
    given({ body: { FailedEntryCount: 0, Entries: [{ EventId: '1' }] } });
    expect(await redrive('orders-relay')).toMatchObject({ status: 200, json: { count: 1 } });
    expect(moves()).toEqual(['Events.PutEvents', 'SQS.DeleteMessage']);
    expect(aws.inputsOf('Events.PutEvents')).toEqual([
      {
        Entries: [
          {
            EventBusName: 'bus',
            Source: 'orderly.orders',
            DetailType: 'OrderPaid',
            Detail: body,
            Time: Date.parse(event.time) / 1000,
          },
        ],
      },
    ]);
  });

  it('keeps a dead letter whose entry fails in a successful PutEvents call', async () => {
    const entry = { ErrorCode: 'MalformedDetail', ErrorMessage: 'no' };
    given({ body: { FailedEntryCount: 1, Entries: [entry] } });
    expect(await redrive('orders-relay')).toMatchObject({
      status: 200,
      json: { count: 0, failed: [{ messageId: 'm1', code: 'MalformedDetail' }] },
    });
    expect(moves()).toEqual(['Events.PutEvents', 'SQS.ChangeMessageVisibilityBatch']);
  });

  it('is for admins only, and for queues that exist', async () => {
    expect(await redrive('orders-inbox', 'staff')).toMatchObject({ status: 403 });
    expect(await redrive('nothing')).toMatchObject({ status: 404, json: { code: 'ops.queue-not-found' } });
    expect(aws.calls).toEqual([]);
  });
});
