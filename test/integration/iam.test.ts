import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { get, type RequestOptions } from 'node:https';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from '@jest/globals';
import { localFolder } from '../../scripts/console/paths.ts';
import { accessTo } from '../../scripts/emulator/access.ts';
import { emulatorConnection, testEnvironment } from '../support/environment.ts';
import { deployedStack } from '../support/stack.ts';

const tableName = (): string => deployedStack().tables['orders'] ?? '';
const read = () => new GetItemCommand({ TableName: tableName(), Key: { pk: { S: 'order#none' } } });
const listTables = {
  method: 'POST',
  headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables', 'content-type': 'application/x-amz-json-1.0' },
  body: '{}',
};

/**
 * The status of the response to a GET. This function does not use `fetch`, because `fetch` sets some of the headers
 * itself.
 */
const statusOf = (url: string, headers: NonNullable<RequestOptions['headers']>): Promise<number> =>
  new Promise((resolve, reject) => {
    const certificate = readFileSync(accessTo(deployedStack().endpoint ?? '').certificateFile ?? '', 'utf8');
    get(url, { headers, ca: certificate, servername: 'localhost' }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).once('error', reject);
  });

/** Creates an IAM user. Returns a client with the user's keys, and a function that allows the user an action. */
const newUser = async () => {
  const iam = new IAMClient(emulatorConnection());
  const UserName = `test-${randomUUID()}`;
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  };
  const allow = async (Action: string): Promise<void> => {
    const Statement = [{ Effect: 'Allow', Action, Resource: `arn:aws:dynamodb:*:*:table/${tableName()}` }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'test', PolicyDocument }));
  };
  return { client: new DynamoDBClient({ ...emulatorConnection(), credentials }), allow };
};

describe('the emulator', () => {
  it('checks the permissions of each caller', async () => {
    const { client, allow } = await newUser();
    const denied = 'is not authorized to perform: dynamodb:GetItem';
    await expect(client.send(read())).rejects.toThrow(denied);
    await allow('dynamodb:PutItem');
    await expect(client.send(read())).rejects.toThrow(denied);
    await allow('dynamodb:GetItem');
    expect((await client.send(read())).Item).toBeUndefined();
  });

  it('accepts neither unsigned calls nor a root key with the well-known secret, and needs TLS', async () => {
    const endpoint = deployedStack().endpoint ?? '';
    const bearer = { headers: { ...listTables.headers, authorization: 'Bearer x' } };
    for (const unsigned of [listTables, { ...listTables, ...bearer }]) {
      const answer = await fetch(endpoint, unsigned);
      expect([answer.status, await answer.text()]).toEqual([
        400,
        expect.stringContaining('MissingAuthenticationToken'),
      ]);
    }
    // Requests to S3 and Lambda name the operation by their path, so they need no header `x-amz-target`.
    for (const path of ['/', '/2015-03-31/functions']) {
      for (const headers of [{}, { authorization: 'Bearer x' }]) {
        const answer = await fetch(`${endpoint}${path}`, { headers });
        expect({ path, refused: answer.status >= 400 && answer.status < 404 }).toEqual({
          path,
          refused: true,
        });
      }
    }
    const { accessKeyId } = accessTo(endpoint);
    for (const id of ['test', accessKeyId, '000000000000']) {
      const credentials = { accessKeyId: id, secretAccessKey: 'test' };
      const client = new DynamoDBClient({ ...emulatorConnection(), credentials });
      await expect(client.send(read())).rejects.toThrow(/signature/);
    }
    await expect(fetch(endpoint.replace('https:', 'http:'), listTables)).rejects.toThrow('fetch failed');
  });

  it('refuses web pages, also on its own paths, and names that are not its own', async () => {
    const { endpoint = '', apiUrl } = deployedStack();
    const fromPage = { origin: 'https://evil.example' };
    for (const path of ['/', '/_ministack/reset', '/2015-03-31/functions']) {
      const answer = await fetch(`${endpoint}${path}`, { method: 'POST', headers: fromPage });
      expect({ path, status: answer.status }).toEqual({ path, status: 403 });
    }
    const navigation = { 'sec-fetch-site': 'cross-site' };
    expect(await statusOf(`${endpoint}/_ministack/ses/messages`, navigation)).toBe(403);
    expect(await statusOf(`${endpoint}/_ministack/ses/messages`, { host: 'evil.example' })).toBe(403);
    expect(await statusOf(`${endpoint}/_ministack/ses/messages`, {})).toBe(200);
    expect((await fetch(`${apiUrl}/products`)).status).toBe(200);
  });

  it('keeps its keys where only this user can read them', () => {
    expect(statSync(localFolder).mode & 0o077).toBe(0);
  });

  it('keeps its root key out of the stack file', () => {
    const { secretAccessKey } = accessTo(deployedStack().endpoint ?? '');
    expect(secretAccessKey.length).toBeGreaterThan(30);
    expect(readFileSync(testEnvironment('ORDERLY_TEST_STACK'), 'utf8')).not.toContain(secretAccessKey);
  });
});

describe('the front door', () => {
  it('has fixed addresses, and leads to no API of AWS and to nothing of the emulator', async () => {
    const { apiUrl, simulatorsUrl } = deployedStack();
    expect(apiUrl).toMatch(/^http:\/\/localhost:\d+\/v1$/);
    expect(simulatorsUrl).toBe(apiUrl.replace('/v1', '/simulators'));
    const { origin } = new URL(apiUrl);
    // The front door serves the shop's entry page at all paths that belong neither to the API nor to the simulators.
    const call = await fetch(`${origin}/`, listTables);
    expect([call.status, await call.json()]).toEqual([
      405,
      expect.objectContaining({ code: 'route.method-not-allowed' }),
    ]);
    const shop = await (await fetch(`${origin}/`)).text();
    expect(shop).toContain('<title>Orderly</title>');
    expect(await (await fetch(`${origin}/_ministack/ses/messages`)).text()).toBe(shop);
    expect((await fetch(`${apiUrl}/products`, { headers: { origin: 'https://evil.example' } })).status).toBe(
      403,
    );
  });
});
