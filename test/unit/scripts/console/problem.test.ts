import { describe, expect, test } from '@jest/globals';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { Problem, textOf } from '../../../../scripts/console/problem.ts';
import { freePort } from '../../../../scripts/emulator/free-port.ts';

const errorOf = (failing: Promise<unknown>): Promise<unknown> =>
  failing.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('what a command prints when it fails', () => {
  test('is what to do, for an error that the user can correct', () => {
    expect(textOf(new Problem('Do this.'))).toBe('Do this.');
  });

  test('is how to start Orderly, if nothing answers', async () => {
    const port = await freePort();
    const client = new DynamoDBClient({
      endpoint: `http://localhost:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      maxAttempts: 1,
    });
    for (const error of [
      await errorOf(fetch(`http://127.0.0.1:${port}/`)),
      await errorOf(client.send(new ListTablesCommand({}))),
    ]) {
      expect(textOf(error)).toMatch(new RegExp(`^Nothing answers at .*:${port}\\. .*npm start$`, 's'));
    }
  });

  test('is a stack trace for a bug', () => {
    expect(textOf(new TypeError('no such field'))).toMatch(/^TypeError: no such field\n +at /);
    expect(textOf('text')).toBe('text');
  });
});
