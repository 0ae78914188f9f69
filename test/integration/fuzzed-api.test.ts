import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');

describe('the deployed API', () => {
  it('responds to random requests as its document says, and never with a status above 499', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'scripts', 'fuzz-api.ts'), '--examples=5', '--seed=1'],
      {
        encoding: 'utf8',
        env: { ...process.env, ORDERLY_STACK_FILE: process.env['ORDERLY_TEST_STACK'] },
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    const [, requests] = /(\d+) requests, \d+ with a wrong response/.exec(stdout) ?? [];
    expect(status === 0 ? '' : stdout + stderr).toBe('');
    expect(Number(requests)).toBeGreaterThan(500);
  });
});
