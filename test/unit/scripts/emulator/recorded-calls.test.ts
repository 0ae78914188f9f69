import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recordedCalls } from '../../../../scripts/emulator/recorded-calls.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderly-calls-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the calls that an emulator recorded', () => {
  it('are read line by line', () => {
    const file = join(folder, 'calls.jsonl');
    const calls = [
      { role: 'relay-role', action: 'events:PutEvents', resource: 'arn:bus', source: 'orderly.orders' },
      { role: 'inbox-role', action: 'dynamodb:GetItem', resource: 'arn:table' },
    ];
    writeFileSync(file, calls.map((call) => `${JSON.stringify(call)}\n`).join(''));
    expect(recordedCalls(file)).toEqual(calls);
  });

  it('are none before the first call', () => {
    expect(recordedCalls(join(folder, 'calls.jsonl'))).toEqual([]);
  });
});
