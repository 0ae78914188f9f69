import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { clientSettings } from '../../scripts/emulator/access.ts';
import { startEmulator, type Emulator } from '../../scripts/emulator/emulator.ts';
import { freePort } from '../../scripts/emulator/free-port.ts';
import { functionLogs } from '../../scripts/emulator/function-logs.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderly-emulator-logs-'));
const FUNCTION = 'logs-what-it-is-told';
/** The function writes `lines` lines, and then ends as `ends` says. */
const source = `
console.log('module loaded');
export const handler = async ({ name, lines, ends }) => {
  for (let line = 1; line <= lines; line += 1) console.log(name + ' ' + line);
  if (ends === 'in an error') throw new Error('no');
  if (ends === 'never') await new Promise((resolve) => setTimeout(resolve, 60_000));
  return 'done';
};`;

let emulator: Emulator;
let lambda: LambdaClient;

beforeAll(async () => {
  emulator = await startEmulator({
    port: await freePort(),
    iam: 'off',
    logFile: join(folder, 'emulator.log'),
  });
  lambda = new LambdaClient(clientSettings(emulator.endpoint));
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: FUNCTION,
      Role: 'arn:aws:iam::000000000000:role/worker',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 2,
      Code: { ZipFile: zipSync({ 'index.mjs': strToU8(source) }) },
    }),
  );
});
afterAll(async () => {
  await emulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Invokes the function, and returns the lines that the log has right after the response. */
const linesAfter = async (name: string, lines: number, ends = 'well'): Promise<readonly string[]> => {
  await lambda.send(
    new InvokeCommand({ FunctionName: FUNCTION, Payload: strToU8(JSON.stringify({ name, lines, ends })) }),
  );
  const written = await functionLogs(emulator.endpoint, { group: FUNCTION });
  return written.map(({ message }) => message.trimEnd());
};

const numbered = (name: string, lines: number): readonly string[] =>
  Array.from({ length: lines }, (_, line) => `${name} ${line + 1}`);

describe('the log of a function on the emulator', () => {
  it('has all lines of an invocation when its response arrives', async () => {
    const first = await linesAfter('first', 2);
    expect(first).toEqual(expect.arrayContaining(['module loaded', ...numbered('first', 2)]));

    const second = await linesAfter('second', 2_000);
    expect(second.filter((line) => line.startsWith('second '))).toEqual(numbered('second', 2_000));
    expect(second.filter((line) => line === 'module loaded')).toHaveLength(1);
  });

  it('has the lines of an invocation that fails or that takes too long, and nothing else', async () => {
    await linesAfter('failed', 1, 'in an error');
    await linesAfter('late', 1, 'never');
    const all = await linesAfter('silent', 0);

    expect(all).toEqual(expect.arrayContaining(['failed 1', 'late 1']));
    // The emulator's workers write a mark after the lines of an invocation (scripts/emulator/complete_logs.py). The log
    // must not show this mark.
    expect(all.filter((line) => line.includes('end of the log lines'))).toEqual([]);
  });
});
