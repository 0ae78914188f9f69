import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startProxy, type MeteringProxy } from '../../../../bench/cost/proxy.ts';
import { noCalls } from '../../../../bench/cost/requests.ts';
import { meterOf } from '../../../../bench/meter/meter.ts';

const [ORDERS, INVENTORY] = ['orderly-local-orders', 'orderly-local-inventory'] as const;

const named = {
  ExpressionAttributeNames: { '#v': 'version' },
  ExpressionAttributeValues: { ':one': { N: '1' } },
};

describe('the metering proxy', () => {
  /** The item that the meter finds under every key. */
  let stored: Record<string, AttributeValue> | undefined;
  let emulator: Server;
  let proxy: MeteringProxy;
  beforeEach(async () => {
    stored = undefined;
    emulator = createServer((_request, response) => response.end('{"MessageId":"m"}'));
    await new Promise<void>((resolve) => {
      emulator.listen(0, '127.0.0.1', resolve);
    });
    const endpoint = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`;
    const shape = { keys: ['pk'], indexes: [] };
    const meter = meterOf({ [ORDERS]: shape, [INVENTORY]: shape }, () => Promise.resolve(stored));
    const ours = ['orderly-local-orders-watchdog', ORDERS, INVENTORY];
    proxy = await startProxy(endpoint, meter, (body) => ours.some((name) => body.includes(name)));
  });
  afterEach(() => {
    proxy.close();
    emulator.closeAllConnections();
    emulator.close();
  });

  const send = async (functionName: string, queue: string): Promise<void> => {
    const client = new SQSClient({
      endpoint: proxy.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      useQueueUrlAsEndpoint: false,
      md5: false,
      userAgentAppId: `${functionName}/PTEnv/`,
    });
    await client.send(new SendMessageCommand({ QueueUrl: `http://sqs/${queue}`, MessageBody: '{}' }));
    client.destroy();
  };

  it('counts a request for the function whose application id the SDK sends along', async () => {
    await send('orders-watchdog', 'orderly-local-orders-watchdog');
    await send('orders-watchdog', 'orderly-local-orders-watchdog');
    await send('payments-receive-webhook', 'orderly-local-orders-watchdog');
    await send('payments-receive-webhook', 'somebody-elses');

    expect(proxy.calls.get('orders-watchdog')).toEqual({ ...noCalls(), sqsCalls: 2, messages: 2 });
    expect(proxy.calls.get('payments-receive-webhook')).toEqual({ ...noCalls(), sqsCalls: 1, messages: 1 });
  });

  describe('counts a stream record for a relay', () => {
    const outbox = { M: { at: { S: '2026-11-27T09:00:00.000Z' }, events: { L: [] } } };
    const item = (pk: string, more: Record<string, AttributeValue> = {}) => ({
      pk: { S: pk },
      version: { N: '1' },
      ...more,
    });
    const Key = (pk: string) => ({ pk: { S: pk } });
    const relayRecords = () => [...proxy.calls.values()].reduce((sum, calls) => sum + calls.relayRecords, 0);

    const withClient = async (work: (client: DynamoDBClient) => Promise<unknown>): Promise<void> => {
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      const client = new DynamoDBClient({ endpoint: proxy.endpoint, region: 'us-east-1', credentials });
      await work(client);
      client.destroy();
    };

    it('for a put with an outbox, not for one without', async () => {
      await withClient(async (client) => {
        await client.send(new PutItemCommand({ TableName: ORDERS, Item: item('order#1', { outbox }) }));
        await client.send(new PutItemCommand({ TableName: ORDERS, Item: item('order#2') }));
      });
      expect(relayRecords()).toBe(1);
    });

    it('for an update that leaves an outbox in the item, not for one that leaves none', async () => {
      const update = { TableName: INVENTORY, UpdateExpression: 'ADD #v :one', ...named };
      stored = item('reservation#1', { outbox });
      await withClient((client) =>
        client.send(new UpdateItemCommand({ ...update, Key: Key('reservation#1') })),
      );
      expect(relayRecords()).toBe(1);

      stored = item('reservation#2');
      await withClient((client) =>
        client.send(new UpdateItemCommand({ ...update, Key: Key('reservation#2') })),
      );
      expect(relayRecords()).toBe(1);
    });

    it('for each item of a transaction that the filter lets through, such as stock', async () => {
      stored = item('stock#mug');
      const Update = {
        TableName: INVENTORY,
        UpdateExpression: 'ADD #v :one',
        ...named,
        Key: Key('stock#mug'),
      };
      const Put = { TableName: INVENTORY, Item: item('reservation#1', { outbox }) };
      const bare = ['reservation#2', 'reservation#3'].map((pk) => ({ TableName: INVENTORY, Item: item(pk) }));
      const TransactItems = [{ Update }, { Put }, ...bare.map((one) => ({ Put: one }))];
      await withClient((client) => client.send(new TransactWriteItemsCommand({ TransactItems })));
      expect(relayRecords()).toBe(2);
    });
  });
});
