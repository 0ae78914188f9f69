import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { startFakeAws, type AwsAnswer, type FakeAws } from '../../support/fake-aws.ts';
import { lambdaContext, streamEvent } from '../../support/lambda-events.ts';
import { outboxEvent, writeOf } from '../../support/stored-items.ts';
import { keepWrittenLines, type WrittenLines } from '../../support/written-lines.ts';

type Relay = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

let aws: FakeAws;
let lines: WrittenLines;
let relay: Relay;

beforeAll(async () => {
  aws = await startFakeAws();
  lines = keepWrittenLines();
  Object.assign(process.env, {
    EVENT_BUS_NAME: 'bus',
    RELAY_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/relay-dlq`,
    AWS_MAX_ATTEMPTS: '1',
  });
  relay = (await import('../../../functions/orders/relay/lambda.ts')).handler;
});
afterEach(() => {
  aws.reset();
  lines.reset();
});
afterAll(() => {
  lines.stop();
  return aws.close();
});

const events = [1, 2, 3].map((n) => outboxEvent(n));
/** Three writes, each of which publishes one event. */
const threeWrites = () => streamEvent(...events.map((event) => writeOf(event)));

const idsIn = (input: Readonly<Record<string, unknown>>): readonly string[] =>
  (input['Entries'] as readonly { readonly Detail: string }[]).map(
    ({ Detail }) => (JSON.parse(Detail) as { readonly id: string }).id,
  );
const calls = () => aws.inputsOf('Events.PutEvents').map(idsIn);

/** A bus that answers each event by its number. */
const bus = (answerOf: (n: number) => Readonly<Record<string, string>>, others?: AwsAnswer): void =>
  aws.answer(({ operation, input }) => {
    if (operation !== 'Events.PutEvents') return others;
    const Entries = idsIn(input).map((id) => answerOf(Number(id.split(':')[1])));
    const FailedEntryCount = Entries.filter((entry) => 'ErrorCode' in entry).length;
    return { body: { FailedEntryCount, Entries } };
  });
const taken = { EventId: 'taken' };
const refused = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed' };

const resumeAt = (record: string) => ({ batchItemFailures: [{ itemIdentifier: record }] });
const allTaken = { batchItemFailures: [] };

describe('an event that the bus could not take', () => {
  it.each(['ThrottlingException', 'InternalFailure', 'InternalException', 'ServiceUnavailable'])(
    'for %s has the stream resume at its record, and is no dead letter',
    async (ErrorCode) => {
      bus((n) => (n === 2 ? { ErrorCode, ErrorMessage: 'later' } : taken));
      expect(await relay(threeWrites(), lambdaContext())).toEqual(resumeAt('record-2'));
      expect(aws.inputsOf('SQS.SendMessage')).toEqual([]);
    },
  );

  it('is named by the record that published it, also when that record published others before', async () => {
    bus((n) => (n === 3 ? { ErrorCode: 'ThrottlingException' } : taken));
    const writes = [writeOf(events[0]!), writeOf(events[1]!, events[2]!)];
    expect(await relay(streamEvent(...writes), lambdaContext())).toEqual(resumeAt('record-2'));
  });

  it('keeps the calls after its own from being made', async () => {
    bus((n) => (n === 4 ? { ErrorCode: 'ThrottlingException' } : taken));
    const writes = Array.from({ length: 11 }, (_, n) => writeOf(outboxEvent(n + 1)));
    expect(await relay(streamEvent(...writes), lambdaContext())).toEqual(resumeAt('record-4'));
    expect(calls()).toHaveLength(1);
  });

  it('is not taken for published when the answer leaves it out', async () => {
    aws.answer(() => ({ body: { FailedEntryCount: 0, Entries: [taken] } }));
    expect(await relay(threeWrites(), lambdaContext())).toEqual(resumeAt('record-2'));
  });

  it('is logged by the record, and neither counted nor logged as published', async () => {
    bus((n) => (n === 1 ? { ErrorCode: 'ThrottlingException' } : taken));
    await relay(threeWrites(), lambdaContext());
    expect(lines.logs()).toEqual([expect.objectContaining({ level: 'WARN', resumeAt: 'record-1' })]);
    expect(lines.metrics()).toEqual([]);
  });
});

describe('an event that the bus refuses for good', () => {
  it('goes to the dead letters of the relay with its cause, and the others are published', async () => {
    bus((n) => (n === 2 ? refused : taken));
    expect(await relay(threeWrites(), lambdaContext())).toEqual(allTaken);
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    expect(aws.inputsOf('SQS.SendMessage')).toEqual([
      {
        QueueUrl: process.env['RELAY_DLQ_URL'],
        MessageBody: JSON.stringify(events[1]),
        MessageAttributes: {
          cause: text('Detail is malformed'),
          code: text('MalformedDetail'),
          source: text('orders-relay'),
        },
      },
    ]);
  });

  it('is logged as an error, and not counted as published', async () => {
    bus((n) => (n === 2 ? refused : taken));
    await relay(threeWrites(), lambdaContext());
    const errors = lines.logs().filter(({ level }) => level === 'ERROR');
    expect(errors).toEqual([expect.objectContaining({ messageId: 'OrderExpired:2' })]);
    expect(lines.metrics()).toEqual([expect.objectContaining({ OrdersExpired: [1, 1] })]);
  });

  it('is delivered again with its batch when the dead letters cannot be written', async () => {
    bus((n) => (n === 2 ? refused : taken), { status: 500, body: { __type: 'InternalError' } });
    await expect(relay(threeWrites(), lambdaContext())).rejects.toThrow('UnknownError');
  });
});

describe('a call that the bus failed as a whole', () => {
  it.each(['ValidationException', 'PayloadTooLargeException', 'InvalidArgument'])(
    'with %s is made again for each event, so that one bad event holds up no other',
    async (__type) => {
      aws.answer(({ operation, input }) => {
        if (operation !== 'Events.PutEvents') return undefined;
        const ids = idsIn(input);
        if (ids.includes('OrderExpired:2')) return { status: 400, body: { __type, message: 'too large' } };
        return { body: { FailedEntryCount: 0, Entries: ids.map(() => taken) } };
      });
      expect(await relay(threeWrites(), lambdaContext())).toEqual(allTaken);
      expect(calls()).toEqual([
        ['OrderExpired:1', 'OrderExpired:2', 'OrderExpired:3'],
        ['OrderExpired:1'],
        ['OrderExpired:2'],
        ['OrderExpired:3'],
      ]);
      expect(aws.inputsOf('SQS.SendMessage')).toEqual([
        expect.objectContaining({
          MessageBody: JSON.stringify(events[1]),
          MessageAttributes: expect.objectContaining({
            code: { DataType: 'String', StringValue: __type },
            cause: { DataType: 'String', StringValue: 'too large' },
          }),
        }),
      ]);
    },
  );

  it.each([
    ['throttled', { status: 400, body: { __type: 'ThrottlingException', message: 'slow down' } }],
    ['not allowed', { status: 400, body: { __type: 'AccessDeniedException', message: 'no' } }],
    ['failed by the bus', { status: 500, body: { __type: 'InternalException', message: 'oh' } }],
  ])('because it was %s has the whole batch delivered again', async (_, answer) => {
    aws.answer(() => answer);
    await expect(relay(threeWrites(), lambdaContext())).rejects.toMatchObject({ name: answer.body.__type });
    expect(aws.inputsOf('SQS.SendMessage')).toEqual([]);
  });
});
