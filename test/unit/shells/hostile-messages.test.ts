import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { busMessage, orderPaid } from '../../support/bus-messages.ts';
import { lambdaContext, sqsEvent } from '../../support/lambda-events.ts';
import { shellWorld } from '../../support/shell-world.ts';

const shell = shellWorld();
let inbox: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

beforeAll(async () => {
  Object.assign(process.env, {
    TABLE_NAME: 'table',
    INBOX_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/inbox-dlq`,
    INBOX_MAX_RECEIVES: '5',
    COPIES_KEPT_DAYS: '36500',
    KEEP_DAYS: '3650',
  });
  inbox = (await import('../../../functions/fulfilment/lambdas/inbox.ts')).handler;
});

const take = (body: unknown, receives = 1) => inbox(sqsEvent({ body, receives }), lambdaContext());
const done: SQSBatchResponse = { batchItemFailures: [] };
interface Attributes {
  readonly MessageAttributes: Readonly<Record<'cause' | 'code', { readonly StringValue: string }>>;
}
const deadLetters = () =>
  (shell.aws.inputsOf('SQS.SendMessage') as unknown as readonly Attributes[]).map(
    ({ MessageAttributes }) => ({
      code: MessageAttributes.code.StringValue,
      cause: MessageAttributes.cause.StringValue,
    }),
  );

describe('a message that is made to break its inbox', () => {
  it('becomes a dead letter although its id is nested too deeply to be logged', async () => {
    const message = JSON.stringify(orderPaid(1)).replace(
      '"OrderPaid:1"',
      `${'['.repeat(9_000)}${']'.repeat(9_000)}`,
    );
    expect(await take(message)).toEqual(done);
    expect(deadLetters()).toEqual([expect.objectContaining({ code: 'message.invalid' })]);
    expect(shell.lines.logs()).toEqual([
      expect.objectContaining({ code: 'message.invalid', messageType: 'OrderPaid' }),
    ]);
    expect(shell.lines.logs()[0]).not.toHaveProperty('messageId');
  });

  it('writes only the beginning of a long id to the log', async () => {
    await take(busMessage('OrderPaid', {}, { id: 'x'.repeat(100_000) }));
    expect(shell.lines.logs()[0]!['messageId']).toBe('x'.repeat(256));
  });

  it('has a cause that SQS accepts, whatever text the cause quotes', async () => {
    // SendMessage, API reference: no control characters, no halves of surrogate pairs, no U+FFFE.
    expect(await take(busMessage('a\u0000\ud800\uFFFEb\n💥', {}), 5)).toEqual(done);
    const [letter] = deadLetters();
    expect(letter).toMatchObject({ code: 'message.unknown-type' });
    expect(letter!.cause).toContain('messages of type a\uFFFD\uFFFD\uFFFDb\n💥.');
  });

  it('writes no longer log lines for thousands of wrong fields than for a few', async () => {
    // The log lines contain a stack trace, whose length depends on the folder of the project. So the test compares the
    // lengths for few and for many wrong fields, and sets no limit.
    const logged = async (wrongFields: number): Promise<number> => {
      shell.lines.reset();
      expect(await take(orderPaid(1, { items: Array.from({ length: wrongFields }, () => null) }))).toEqual(
        done,
      );
      return shell.lines.text().length;
    };
    const forAFew = await logged(10);
    const forThousands = await logged(3_000);
    for (const { cause } of deadLetters()) expect(cause).toMatch(/items\.0: .*items\.3: /);
    expect(deadLetters()).toHaveLength(2);
    expect(forThousands - forAFew).toBeLessThan(100);
  });

  it('is not quoted in the log, although the parser of JSON quotes it', async () => {
    expect(await take('{"customerId":alice}')).toEqual(done);
    expect(deadLetters()).toEqual([{ code: 'message.malformed-json', cause: 'The message is not JSON' }]);
    expect(shell.lines.text()).not.toContain('alice');
  });
});
