import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { newIdentityKey } from '../../../infra/identity-key.ts';
import { personOf } from '../../../functions/live/domain/topics.ts';
import type { SocketEvent, SocketResponse } from '../../../shared/http/socket-handler.ts';
import { refusedTokens, staffSubject, tokenOf, type Identity } from '../../support/authorisation/tokens.ts';
import { conditionFailed } from '../../support/aws-answers.ts';
import { lambdaContext } from '../../support/lambda-events.ts';
import { ORDER } from '../../support/live-world.ts';
import { shellWorld } from '../../support/shell-world.ts';

const shell = shellWorld();
let handler: (event: SocketEvent, context: Context) => Promise<SocketResponse>;

const [key, stranger] = [newIdentityKey(), newIdentityKey()];
const iss = 'https://identity.test';
const alice: Identity = { key, claims: { iss, aud: 'orderly', sub: 'alice' } };

beforeAll(async () => {
  Object.assign(process.env, {
    TABLE_NAME: 'live',
    CONNECTIONS_URL: 'https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/v1',
    AUTH_ISSUERS: JSON.stringify([
      { issuer: iss, keys: [key.publicKey], audience: 'orderly', roles: ['customer', 'staff'] },
    ]),
  });
  handler = (await import('../../../functions/live/lambdas/socket.ts')).handler;
});

const call = (eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT', body?: string) =>
  handler(
    {
      requestContext: { eventType, connectionId: 'c1', requestId: 'r1' },
      ...(body !== undefined && { body }),
    },
    lambdaContext(),
  );
const subscription = (token: string): string =>
  JSON.stringify({ action: 'subscribe', to: 'order', orderId: ORDER, token });
const operations = () => shell.aws.calls.map(({ operation }) => operation);
/** The messages that were sent over the connection. */
const heard = () =>
  shell.aws
    .inputsOf('ApiGateway.PostToConnection')
    .map(({ Data }) => JSON.parse(String(Data)) as Readonly<Record<string, unknown>>);
const logged = (): string => JSON.stringify(shell.lines.logs());

describe('the function of the WebSocket API', () => {
  it('subscribes the person of a valid token, and neither stores nor logs the token or the id', async () => {
    const token = tokenOf(alice);
    expect(await call('MESSAGE', subscription(token))).toEqual({ statusCode: 200 });
    expect(
      shell.aws.inputsOf('DynamoDB.UpdateItem').map(({ Key }) => (Key as { pk: { S: string } }).pk.S),
    ).toEqual(['connection#c1', `topic#order#${ORDER}#${personOf('alice')}`]);
    expect(heard()).toEqual([{ type: 'subscribed', to: 'order', orderId: ORDER }]);
    for (const text of [logged(), JSON.stringify(shell.aws.calls)]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain('"alice"');
    }
  });

  it.each([...refusedTokens, staffSubject])(
    'refuses %s, closes the connection, and stores nothing',
    async (_name, _code, make) => {
      expect(await call('MESSAGE', subscription(make(alice, stranger)))).toEqual({ statusCode: 200 });
      expect(operations()).toEqual(['ApiGateway.PostToConnection', 'ApiGateway.DeleteConnection']);
      expect(heard()).toEqual([expect.objectContaining({ code: 'live.not-signed-in' })]);
      expect(logged()).not.toContain('"alice"');
    },
  );

  it('replies to a ping over its connection', async () => {
    expect(await call('MESSAGE', '{"action":"ping"}')).toEqual({ statusCode: 200 });
    expect(operations()).toEqual(['DynamoDB.UpdateItem', 'ApiGateway.PostToConnection']);
    expect(heard()).toEqual([{ type: 'pong' }]);
  });

  it('closes a connection that has not subscribed', async () => {
    shell.aws.answer(({ operation }) => (operation.startsWith('DynamoDB') ? conditionFailed() : undefined));
    expect(await call('MESSAGE', '{"action":"ping"}')).toEqual({ statusCode: 200 });
    expect(operations()).toEqual([
      'DynamoDB.UpdateItem',
      'ApiGateway.PostToConnection',
      'ApiGateway.DeleteConnection',
    ]);
  });

  it('does nothing when a connection is opened', async () => {
    expect(await call('CONNECT')).toEqual({ statusCode: 200 });
    expect(shell.aws.calls).toEqual([]);
  });

  it('removes a connection when it is closed', async () => {
    shell.aws.answer(({ operation }) =>
      operation === 'DynamoDB.DeleteItem'
        ? { body: { Attributes: { topics: { SS: ['kitchen', 'operations'] } } } }
        : undefined,
    );
    expect(await call('DISCONNECT')).toEqual({ statusCode: 200 });
    expect(
      shell.aws.inputsOf('DynamoDB.UpdateItem').map(({ Key }) => (Key as { pk: { S: string } }).pk.S),
    ).toEqual(expect.arrayContaining(['topic#kitchen', 'topic#operations']));
  });

  it('says that a request failed, and logs the cause', async () => {
    shell.aws.answer(() => ({ status: 400, body: { __type: 'AccessDeniedException', message: 'No' } }));
    expect(await call('DISCONNECT')).toEqual({ statusCode: 500 });
    expect(shell.lines.logs().at(-1)).toMatchObject({ level: 'ERROR', eventType: 'DISCONNECT' });
  });
});
