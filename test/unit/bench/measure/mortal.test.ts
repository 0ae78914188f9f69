import { describe, expect, it } from '@jest/globals';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { mortal, WorkerDied } from '../../../../bench/measure/mortal.ts';

describe('a mortal worker', () => {
  it('sends nothing after its death, until another one takes its place', async () => {
    const sent: string[] = [];
    const client = new DynamoDBClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
      requestHandler: {
        handle: () => {
          sent.push('sent');
          return Promise.reject(new Error('nobody answers here'));
        },
      },
    });
    const mortality = mortal(client);
    const call = () => client.send(new GetItemCommand({ TableName: 'shop', Key: { pk: { S: 'a' } } }));

    mortality.dieAfter(1);
    await expect(call()).rejects.toThrow('nobody answers');
    await expect(call()).rejects.toBeInstanceOf(WorkerDied);
    await expect(call()).rejects.toBeInstanceOf(WorkerDied);
    expect(sent).toHaveLength(1);

    expect(mortality.revive()).toBe(true);
    await expect(call()).rejects.toThrow('nobody answers');
    expect(sent).toHaveLength(2);
    expect(mortality.revive()).toBe(false);
  });
});
