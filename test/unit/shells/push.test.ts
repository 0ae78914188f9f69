import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { personOf } from '../../../functions/live/domain/topics.ts';
import type { BusEvent } from '../../../shared/messaging/listener-handler.ts';
import { busMessage } from '../../support/bus-messages.ts';
import type { AwsAnswer } from '../../support/fake-aws.ts';
import { lambdaContext } from '../../support/lambda-events.ts';
import { ORDER } from '../../support/live-world.ts';
import { shellWorld } from '../../support/shell-world.ts';

const shell = shellWorld();
let handler: (event: BusEvent, context: Context) => Promise<void>;

beforeAll(async () => {
  Object.assign(process.env, {
    TABLE_NAME: 'live',
    CONNECTIONS_URL: 'https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/v1',
  });
  handler = (await import('../../../functions/live/lambdas/push.ts')).handler;
});

const data = { orderId: ORDER, customerId: 'alice' };
const eventOf = (given: object, more: object = {}): BusEvent =>
  busMessage('OrderPaid', given, { time: new Date().toISOString(), ...more });
const hear = (event: BusEvent) => handler(event, lambdaContext());
const pushes = () => shell.aws.inputsOf('ApiGateway.PostToConnection');

const connectionsOf = (topic: string): AwsAnswer => ({
  body: {
    Responses: { live: [{ pk: { S: `topic#${topic}` }, connections: { SS: ['c1'] } }] },
    UnprocessedKeys: {},
  },
});

/** One connection follows this topic. No other topic is followed. */
const followed = (topic: string, pushAnswer?: AwsAnswer): void =>
  shell.aws.answer(({ operation }) =>
    operation === 'DynamoDB.BatchGetItem' ? connectionsOf(topic) : pushAnswer,
  );

describe('the function that EventBridge invokes with each event', () => {
  it('tells the pages of the customer, and nothing else of the event', async () => {
    followed(`order#${ORDER}#${personOf('alice')}`);
    await hear(eventOf({ ...data, amount: 2500 }));
    const Data = JSON.stringify({ type: 'changed', to: 'order', orderId: ORDER });
    expect(pushes()).toEqual([{ ConnectionId: 'c1', Data }]);
  });

  it('tells them of an event of a newer version, because it reads no other field', async () => {
    followed('operations');
    await hear(eventOf(data, { version: 7 }));
    expect(pushes()).toHaveLength(1);
  });

  it.each([
    ['no envelope', { detail: null }],
    ['no detail', {}],
    ['an order id that is none', eventOf({ ...data, orderId: '1#staff' })],
    ['no customer', eventOf({ orderId: ORDER })],
  ])('fails without a push for %s, so that Lambda counts an error', async (_what, event) => {
    await expect(hear(event as BusEvent)).rejects.toMatchObject({ code: 'message.invalid' });
    expect(shell.aws.calls).toEqual([]);
  });

  it('succeeds if API Gateway refuses a push, because the page polls', async () => {
    followed('operations', { status: 403, body: { message: 'Forbidden' } });
    await hear(eventOf(data));
    expect(shell.lines.logs().map(({ level }) => level)).toContain('WARN');
  });
});
