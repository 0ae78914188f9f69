import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { StreamChange } from '../../../../shared/messaging/relay.ts';
import { lambdaContext, streamEvent } from '../../../support/lambda-events.ts';
import { itemWithOutbox, publishedEvent, writeOf } from '../../../support/stored-items.ts';
import { shellWorld } from '../../../support/shell-world.ts';

type Relay = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

const shell = shellWorld();
let relay: Relay;
let observed: Relay;
const seen: StreamChange[] = [];

beforeAll(async () => {
  process.env['EVENT_BUS_NAME'] = 'bus';
  process.env['RELAY_DLQ_URL'] = `${process.env['AWS_ENDPOINT_URL']}/dlq`;
  const { relayHandler } = await import('../../../../shared/messaging/relay-handler.ts');
  relay = relayHandler('orders');
  observed = relayHandler('orders', (change) => {
    seen.push(change);
    return [];
  });
});
afterEach(() => {
  seen.length = 0;
});

const idsIn = (input: Readonly<Record<string, unknown>>): readonly string[] =>
  (input['Entries'] as readonly { readonly Detail: string }[]).map(
    ({ Detail }) => (JSON.parse(Detail) as { readonly id: string }).id,
  );

/** The bus refuses the events with these ids, and accepts all others. */
const busRefuses = (...refused: readonly string[]): void =>
  shell.aws.answer(({ operation, input }) => {
    if (operation !== 'Events.PutEvents') return undefined;
    const entryOf = (id: string) =>
      refused.includes(id) ? { ErrorCode: 'ThrottlingException' } : { EventId: id };
    return { body: { FailedEntryCount: 0, Entries: idsIn(input).map(entryOf) } };
  });
const published = () => shell.aws.inputsOf('Events.PutEvents').flatMap(idsIn);

describe('the shell around a relay', () => {
  it('hands over items as they were written, with the sequence number of their record', async () => {
    const state = { status: 'PAID', count: 3, tags: ['a'], deep: { note: 'x' } };
    const at = (version: number) => itemWithOutbox('order#1', [publishedEvent(1)], { version, state });
    const event = streamEvent({ before: at(1), after: at(2) }, { after: at(1) }, { before: at(2) });
    expect(await observed(event, lambdaContext())).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([
      { sequenceNumber: 'record-1', before: at(1), after: at(2) },
      { sequenceNumber: 'record-2', before: undefined, after: at(1) },
      { sequenceNumber: 'record-3', before: at(2), after: undefined },
    ]);
  });
});

describe('an item that cannot be read', () => {
  const garbage = { after: { pk: 'order#2', version: 2, outbox: 'secret garbage' } };
  const event = () => streamEvent(writeOf(publishedEvent(1)), garbage, writeOf(publishedEvent(3)));

  it('is reported as the failed record, after everything before it is published and nothing after it', async () => {
    busRefuses();
    expect(await relay(event(), lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'record-2' }],
    });
    expect(published()).toEqual(['OrderExpired:1']);
    expect(shell.aws.inputsOf('SQS.SendMessage')).toEqual([]);
  });

  it('names only its first wrong fields in the log, however many are wrong', async () => {
    busRefuses();
    // The log lines contain a stack trace, whose length depends on the folder of the project. So the test compares the
    // lengths for few and for many wrong fields, and sets no limit.
    const logged = async (wrongFields: number): Promise<string> => {
      shell.lines.reset();
      const events = Array.from({ length: wrongFields }, () => null);
      const outbox = { at: '2026-03-01T09:30:00.000Z', correlationId: 'c', causationId: 'c', events };
      const wrong = { after: { pk: 'order#2', version: 2, outbox } };
      await relay(streamEvent(writeOf(publishedEvent(1)), wrong), lambdaContext());
      return shell.lines.text();
    };
    const forAFew = await logged(10);
    const forThousands = await logged(3_000);
    expect(forThousands).toMatch(/events\.0: .*events\.5: /);
    expect(forThousands.length - forAFew.length).toBeLessThan(100);
  });

  it('is logged at error with its record and the key of the item, and without its content', async () => {
    busRefuses();
    await relay(event(), lambdaContext());
    expect(shell.lines.logs()).toEqual([
      expect.objectContaining({ level: 'INFO', message: 'Event published', messageId: 'OrderExpired:1' }),
      expect.objectContaining({
        level: 'ERROR',
        message: 'An item cannot be read, so the stream stops at its record; see docs/operations.md',
        resumeAt: 'record-2',
        error: expect.objectContaining({ message: 'The outbox of order#2 cannot be read' }),
      }),
    ]);
    expect(shell.lines.text()).not.toContain('secret garbage');
    expect(shell.lines.metrics()).toEqual([expect.objectContaining({ OrdersExpired: 1 })]);
  });

  it('fails the invocation if it comes first, so that the alarm for errors hears of it', async () => {
    busRefuses();
    const first = streamEvent(garbage, writeOf(publishedEvent(3)));
    await expect(relay(first, lambdaContext())).rejects.toThrow('The outbox of order#2 cannot be read');
    expect(published()).toEqual([]);
    expect(shell.lines.logs()).toEqual([expect.objectContaining({ level: 'ERROR', resumeAt: 'record-1' })]);
  });

  it('is not yet reported when an event before it failed: the stream resumes at that event', async () => {
    busRefuses('OrderExpired:1');
    expect(await relay(event(), lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'record-1' }],
    });
    expect(shell.lines.logs()).toEqual([
      expect.objectContaining({
        level: 'WARN',
        message: 'Publishing failed; the stream resumes at the first unpublished event',
        resumeAt: 'record-1',
      }),
    ]);
  });
});
