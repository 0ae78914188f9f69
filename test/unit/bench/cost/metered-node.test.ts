import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { meteredNode, type MeteredNode } from '../../../../bench/cost/metered-node.ts';

describe('the node of the metered functions', () => {
  let node: MeteredNode;
  beforeEach(() => {
    node = meteredNode();
  });
  afterEach(() => node.remove());

  const run = (functionName: string, script: string): string =>
    execFileSync('node', ['-e', script], {
      env: { ...node.environment, AWS_LAMBDA_FUNCTION_NAME: functionName },
      encoding: 'utf8',
    });

  it("gives the SDK the function's name without the stage's prefix, because 50 characters are allowed", () => {
    const longest = 'orderly-local-payment-gateway-deliver-webhook';
    const id = run(longest, 'process.stdout.write(process.env.AWS_SDK_UA_APP_ID)');

    expect(id).toBe('payment-gateway-deliver-webhook/PTEnv/');
    expect(id.length).toBeLessThanOrEqual(50);
  });

  it('notes the CPU time of each process, and how many there were', () => {
    const busy = 'const end = process.cpuUsage().user + 50_000; while (process.cpuUsage().user < end);';
    run('orderly-local-orders-inbox', busy);
    run('orderly-local-orders-inbox', '');
    run('orderly-local-identity-issue-tokens', busy);

    const { cpuMs, processes } = node.used((name) => name === 'orders-inbox');
    expect(processes).toBe(2);
    expect(cpuMs).toBeGreaterThanOrEqual(50);
    expect(node.used(() => true).cpuMs).toBeGreaterThan(cpuMs);
  });

  it('reads the last line that a process has completed', () => {
    const notes = node.environment['ORDERLY_CPU_METER'] ?? '';
    writeFileSync(join(notes, 'orderly-local-orders-inbox.7'), '10\n25.5\n4');
    writeFileSync(join(notes, 'orderly-local-orders-inbox.8'), '');

    expect(node.used((name) => name === 'orders-inbox')).toEqual({ cpuMs: 25.5, processes: 2 });
  });
});
