import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { AwsAnswer } from '../../support/fake-aws.ts';
import { lambdaContext, streamEvent } from '../../support/lambda-events.ts';
import { publishedEvent, writeOf } from '../../support/stored-items.ts';
import { passTime, stopTime, until } from '../../support/stopped-time.ts';
import { shellWorld } from '../../support/shell-world.ts';

type Relay = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

const shell = shellWorld();
let relay: Relay;

beforeAll(async () => {
  Object.assign(process.env, {
    EVENT_BUS_NAME: 'bus',
    RELAY_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/relay-dlq`,
  });
  relay = (await import('../../../functions/orders/lambdas/relay.ts')).handler;
});

const events = [1, 2, 3].map((n) => publishedEvent(n));
/** Three writes, each of which publishes one event. */
const threeWrites = () => streamEvent(...events.map((event) => writeOf(event)));

const idsIn = (input: Readonly<Record<string, unknown>>): readonly string[] =>
  (input['Entries'] as readonly { readonly Detail: string }[]).map(
    ({ Detail }) => (JSON.parse(Detail) as { readonly id: string }).id,
  );
const calls = () => shell.aws.inputsOf('Events.PutEvents').map(idsIn);

/** The bus responds to each event with the result that `answerOf` returns for its number. */
const bus = (answerOf: (n: number) => Readonly<Record<string, string>>, others?: AwsAnswer): void =>
  shell.aws.answer(({ operation, input }) => {
    if (operation !== 'Events.PutEvents') return others;
    const Entries = idsIn(input).map((id) => answerOf(Number(id.split(':')[1])));
    const FailedEntryCount = Entries.filter((entry) => 'ErrorCode' in entry).length;
    return { body: { FailedEntryCount, Entries } };
  });
const taken = { EventId: 'taken' };
const refused = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed' };

const resumeAt = (record: string) => ({ batchItemFailures: [{ itemIdentifier: record }] });
const allTaken = { batchItemFailures: [] };

describe('a transient failure of one event', () => {
  it.each(['ThrottlingException', 'InternalFailure', 'InternalException', 'ServiceUnavailable'])(
    '(%s) makes the stream resume at its record, without a dead letter',
    async (ErrorCode) => {
      bus((n) => (n === 2 ? { ErrorCode, ErrorMessage: 'later' } : taken));
      expect(await relay(threeWrites(), lambdaContext())).toEqual(resumeAt('record-2'));
      expect(shell.aws.inputsOf('SQS.SendMessage')).toEqual([]);
    },
  );

  it('is reported by its record, also when it is the second event of that record', async () => {
    bus((n) => (n === 3 ? { ErrorCode: 'ThrottlingException' } : taken));
    const writes = [writeOf(events[0]!), writeOf(events[1]!, events[2]!)];
    expect(await relay(streamEvent(...writes), lambdaContext())).toEqual(resumeAt('record-2'));
  });

  it('stops the relay before the next call', async () => {
    bus((n) => (n === 4 ? { ErrorCode: 'ThrottlingException' } : taken));
    const writes = Array.from({ length: 11 }, (_, n) => writeOf(publishedEvent(n + 1)));
    expect(await relay(streamEvent(...writes), lambdaContext())).toEqual(resumeAt('record-4'));
    expect(calls()).toHaveLength(1);
  });

  it('is assumed when the response has no entry for the event', async () => {
    shell.aws.answer(() => ({ body: { FailedEntryCount: 0, Entries: [taken] } }));
    expect(await relay(threeWrites(), lambdaContext())).toEqual(resumeAt('record-2'));
  });

  it('is logged with its record, and not logged or counted as published', async () => {
    bus((n) => (n === 1 ? { ErrorCode: 'ThrottlingException' } : taken));
    await relay(threeWrites(), lambdaContext());
    expect(shell.lines.logs()).toEqual([expect.objectContaining({ level: 'WARN', resumeAt: 'record-1' })]);
    expect(shell.lines.metrics()).toEqual([]);
  });
});

describe('an event that the bus never accepts', () => {
  it('goes to the dead-letter queue with its cause, and the other events are published', async () => {
    bus((n) => (n === 2 ? refused : taken));
    expect(await relay(threeWrites(), lambdaContext())).toEqual(allTaken);
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    expect(shell.aws.inputsOf('SQS.SendMessage')).toEqual([
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
    const errors = shell.lines.logs().filter(({ level }) => level === 'ERROR');
    expect(errors).toEqual([expect.objectContaining({ messageId: 'OrderExpired:2' })]);
    expect(shell.lines.metrics()).toEqual([expect.objectContaining({ OrdersExpired: [1, 1] })]);
  });

  it('makes the stream resume at its record when the dead-letter queue fails', async () => {
    bus((n) => (n === 2 ? refused : taken), {
      status: 500,
      body: { __type: 'InternalError', message: 'no queue' },
    });
    expect(await relay(threeWrites(), lambdaContext())).toEqual(resumeAt('record-2'));
    expect(shell.lines.logs()).toContainEqual(
      expect.objectContaining({ level: 'WARN', error: expect.objectContaining({ message: 'no queue' }) }),
    );
    expect(shell.lines.metrics()).toEqual([expect.objectContaining({ OrdersExpired: 1 })]);
  });
});

describe('a bus that accepts a call and never answers', () => {
  beforeEach(stopTime);
  afterEach(() => {
    jest.useRealTimers();
  });

  const elevenWrites = () =>
    streamEvent(...Array.from({ length: 11 }, (_, n) => writeOf(publishedEvent(n + 1))));
  /** The bus accepts the first call, and never answers later ones. */
  const silentAfterFirst = (): void =>
    shell.aws.answer(({ operation, input }) => {
      if (operation !== 'Events.PutEvents') return undefined;
      if (calls().length > 1) return { silent: true };
      return { body: { FailedEntryCount: 0, Entries: idsIn(input).map(() => taken) } };
    });

  it('makes the stream resume at the first event of that call, and what was published counts', async () => {
    silentAfterFirst();
    const end = relay(elevenWrites(), lambdaContext(8_000));
    await until(() => calls().length === 2);
    await passTime(6_000);
    expect(await end).toEqual(resumeAt('record-11'));
    expect(shell.lines.logs().filter(({ message }) => message === 'Event published')).toHaveLength(10);
    expect(shell.lines.logs()).toContainEqual(
      expect.objectContaining({
        level: 'WARN',
        resumeAt: 'record-11',
        error: expect.objectContaining({
          message: 'An outbound call had no answer after 6000 ms and was given up',
        }),
      }),
    );
    expect(shell.lines.metrics()).toHaveLength(1);
  });

  it('fails the invocation if nothing was published, so that the alarm for errors hears of it', async () => {
    shell.aws.answer(() => ({ silent: true }));
    const end = expect(relay(threeWrites(), lambdaContext(8_000))).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'An outbound call had no answer after 6000 ms and was given up',
    });
    await until(() => calls().length === 1);
    await passTime(6_000);
    await end;
  });

  it('keeps the events that were sent alone before it, because their call had a bad event', async () => {
    shell.aws.answer(({ operation, input }) => {
      if (operation !== 'Events.PutEvents') return undefined;
      const ids = idsIn(input);
      if (ids.length > 1) return { status: 400, body: { __type: 'ValidationException', message: 'no' } };
      if (ids[0] === 'OrderExpired:2') return { silent: true };
      return { body: { FailedEntryCount: 0, Entries: [taken] } };
    });
    const end = relay(threeWrites(), lambdaContext(8_000));
    await until(() => calls().length === 3);
    await passTime(6_000);
    expect(await end).toEqual(resumeAt('record-2'));
  });
});

describe('a PutEvents call that fails as a whole', () => {
  it.each(['ValidationException', 'PayloadTooLargeException', 'InvalidArgument'])(
    'with %s is repeated for each event, so that one bad event does not block the others',
    async (__type) => {
      shell.aws.answer(({ operation, input }) => {
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
      expect(shell.aws.inputsOf('SQS.SendMessage')).toEqual([
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
    ['throttled', 400, 'ThrottlingException'],
    ['not allowed', 400, 'AccessDeniedException'],
    ['failed by EventBridge', 500, 'InternalException'],
  ])('because it is %s makes the whole batch come again', async (_, status, name) => {
    shell.aws.answer(() => ({ status, body: { __type: name, message: 'no' } }));
    await expect(relay(threeWrites(), lambdaContext())).rejects.toMatchObject({ name });
    expect(shell.aws.inputsOf('SQS.SendMessage')).toEqual([]);
  });
});
