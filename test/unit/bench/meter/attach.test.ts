import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { meterOf } from '../../../../bench/meter/meter.ts';

/** A client whose requests all fail with this HTTP status and error name. */
const failing = (statusCode: number, name: string, maxAttempts: number) =>
  new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts,
    requestHandler: {
      handle: async () => {
        const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name });
        return {
          response: {
            statusCode,
            headers: { 'content-type': 'application/x-amz-json-1.0' },
            body: Readable.from([Buffer.from(body)]),
          },
        };
      },
    } as never,
  });

describe('a meter on a document client', () => {
  const put = async (dynamo: DynamoDBClient) => {
    const meter = meterOf({ shop: { keys: ['pk'], indexes: [] } }, async () => undefined);
    meter.attach(dynamo);
    const client = DynamoDBDocumentClient.from(dynamo);
    const command = new PutCommand({ TableName: 'shop', Item: { pk: 'a', body: 'x'.repeat(1500) } });
    await expect(client.send(command)).rejects.toThrow();
    return meter.charges;
  };

  it('sees what the client marshalled, and the error that the service answered', async () => {
    expect(await put(failing(400, 'ConditionalCheckFailedException', 1))).toMatchObject([
      { operation: 'PutItem', key: 'a', outcome: 'refused', writeUnits: 2 },
    ]);
  });

  it('meters each attempt of a call that the SDK repeats', async () => {
    const charges = await put(failing(500, 'InternalServerError', 3));
    expect(charges.map(({ outcome, writeUnits }) => [outcome, writeUnits])).toEqual([
      ['failed', 0],
      ['failed', 0],
      ['failed', 0],
    ]);
  });
});
