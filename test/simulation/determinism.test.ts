import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { localFile, projectRoot } from '../../scripts/console/paths.ts';
import { simulate } from './simulate.ts';

const SEEDS = [1, 7, 0x2a, 1234];
const program = localFile('simulation', 'simulate.mjs');

const run = (node: string, flags: readonly string[], seed: number): string => {
  const { status, stdout, stderr } = spawnSync(node, [...flags, program, '--seed', String(seed), '--trace'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (status !== 0) throw new Error(`${node} ended with ${status}: ${stderr}`);
  return stdout;
};

/** The Node.js executables on the PATH, except the one that runs this test and the project's own. */
const otherNodes = (): readonly string[] =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(projectRoot) && folder !== dirname(process.execPath))
    .map((folder) => join(folder, 'node'))
    .filter((node) => existsSync(node));

describe('the same seed', () => {
  beforeAll(async () => {
    await build({
      entryPoints: [join(projectRoot, 'test/simulation/cli.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    });
  });

  it.each(SEEDS)('%i leaves the same trace twice in one process', async (seed) => {
    const [one, other] = [await simulate(seed, { trace: true }), await simulate(seed, { trace: true })];
    expect(other.trace).toEqual(one.trace);
    expect(other.digest).toBe(one.digest);
  });

  it.each(SEEDS)('%i leaves the same trace with and without tracing', async (seed) => {
    expect((await simulate(seed)).digest).toBe((await simulate(seed, { trace: true })).digest);
  });

  it.each(SEEDS)('%i leaves the same trace, byte for byte, on every installed Node.js', async (seed) => {
    const here = run(process.execPath, [], seed);
    expect(here.startsWith((await simulate(seed, { trace: true })).trace.join('\n'))).toBe(true);
    // Without its optimising compilers, V8 executes the code in a different way. So this run stands for a run in
    // another JavaScript engine.
    expect(run(process.execPath, ['--no-opt', '--max-lazy'], seed)).toBe(here);
    for (const node of otherNodes()) expect(run(node, [], seed)).toBe(here);
  });
});
