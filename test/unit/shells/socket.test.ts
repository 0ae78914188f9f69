import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { hashOf } from '../../../shared/kernel/ids.ts';
import type { SocketEvent, SocketResponse } from '../../../shared/http/socket-handler.ts';
import { conditionFailed } from '../../support/aws-answers.ts';
import { lambdaContext } from '../../support/lambda-events.ts';
import { shellWorld } from '../../support/shell-world.ts';
import { toWire } from '../../support/stored-items.ts';

const shell = shellWorld();
let handler: (event: SocketEvent, context: Context) => Promise<SocketResponse>;

beforeAll(async () => {
  Object.assign(process.env, {
    TABLE_NAME: 'live',
    CONNECTIONS_URL: 'https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/v1',
  });
  handler = (await import('../../../functions/live/lambdas/socket.ts')).handler;
});

const TICKET = 'k'.repeat(43);
const call = (routeKey: string, more: Partial<SocketEvent> = {}) =>
  handler({ requestContext: { routeKey, connectionId: 'c1', requestId: 'r1' }, ...more }, lambdaContext());
const logged = (): string => JSON.stringify(shell.lines.logs());

describe('the function of the WebSocket API', () => {
  it('opens a connection for a ticket, which it looks up by its hash and logs nowhere', async () => {
    shell.aws.answer(({ operation }) =>
      operation === 'DynamoDB.DeleteItem'
        ? { body: { Attributes: toWire({ person: 'hash', isStaff: false }) } }
        : undefined,
    );
    expect(await call('$connect', { queryStringParameters: { ticket: TICKET } })).toEqual({
      statusCode: 200,
    });
    expect(shell.aws.inputsOf('DynamoDB.DeleteItem')).toMatchObject([
      { Key: { pk: { S: `ticket#${hashOf(TICKET)}` } }, ConditionExpression: 'expiresAt > :now' },
    ]);
    expect(shell.aws.inputsOf('DynamoDB.PutItem')).toMatchObject([
      { Item: { pk: { S: 'connection#c1' }, person: { S: 'hash' } } },
    ]);
    expect(logged()).toContain('"status":200');
    expect(logged()).not.toContain(TICKET);
    expect(JSON.stringify(shell.aws.calls)).not.toContain(TICKET);
  });

  it('refuses a connection with a ticket that was used, and one without a ticket', async () => {
    shell.aws.answer(() => conditionFailed());
    expect(await call('$connect', { queryStringParameters: { ticket: TICKET } })).toEqual({
      statusCode: 401,
    });
    expect(await call('$connect', { queryStringParameters: null })).toEqual({ statusCode: 401 });
    expect(shell.aws.inputsOf('DynamoDB.PutItem')).toEqual([]);
    expect(logged()).not.toContain(TICKET);
  });

  it('replies to a message over its connection', async () => {
    expect(await call('$default', { body: '{"action":"ping"}' })).toEqual({ statusCode: 200 });
    const [counted, sent, ...more] = shell.aws.calls.map(({ operation }) => operation);
    expect([counted, more]).toEqual(['DynamoDB.UpdateItem', []]);
    expect(sent).toContain('/@connections/c1');
  });

  it('removes a connection when it is closed', async () => {
    shell.aws.answer(({ operation }) =>
      operation === 'DynamoDB.DeleteItem'
        ? { body: { Attributes: { topics: { SS: ['kitchen', 'operations'] } } } }
        : undefined,
    );
    expect(await call('$disconnect')).toEqual({ statusCode: 200 });
    expect(
      shell.aws.inputsOf('DynamoDB.UpdateItem').map(({ Key }) => (Key as { pk: { S: string } }).pk.S),
    ).toEqual(expect.arrayContaining(['topic#kitchen', 'topic#operations']));
  });

  it('says that a request failed, and logs the cause', async () => {
    shell.aws.answer(() => ({ status: 400, body: { __type: 'AccessDeniedException', message: 'No' } }));
    expect(await call('$disconnect')).toEqual({ statusCode: 500 });
    expect(shell.lines.logs().at(-1)).toMatchObject({ level: 'ERROR', route: '$disconnect' });
  });
});
