import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startProxy, type MeteringProxy } from '../../../../bench/cost/proxy.ts';
import { noCalls } from '../../../../bench/cost/requests.ts';
import { meterOf } from '../../../../bench/meter/meter.ts';

describe('the metering proxy', () => {
  let emulator: Server;
  let proxy: MeteringProxy;
  beforeEach(async () => {
    emulator = createServer((_request, response) => response.end('{"MessageId":"m"}'));
    await new Promise<void>((resolve) => {
      emulator.listen(0, '127.0.0.1', resolve);
    });
    const endpoint = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`;
    const meter = meterOf({}, () => Promise.resolve(undefined));
    proxy = await startProxy(endpoint, meter, (body) => body.includes('orderly-local-orders-watchdog'));
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
});
