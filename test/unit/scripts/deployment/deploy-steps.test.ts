import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectRoot } from '../../../../scripts/console/paths.ts';
import { deploySteps } from '../../../../scripts/deployment/deploy-steps.ts';

const options = { isProduction: false, bootstrap: false, diff: false };

describe('the steps of a deployment', () => {
  test.each([true, false])('with --diff end with the differences (production: %s)', (isProduction) => {
    expect(deploySteps({ ...options, isProduction, diff: true })).toEqual(['check', 'synthesise', 'compare']);
  });

  test('compare before production is changed, and not in a sandbox', () => {
    const production = deploySteps({ ...options, isProduction: true });

    expect(production.indexOf('compare')).toBeLessThan(production.indexOf('deploy'));
    expect(production).toContain('compare');
    expect(deploySteps(options)).toEqual(['check', 'synthesise', 'unprotect', 'deploy', 'register']);
  });

  test('bootstrap before stacks are compared or deployed', () => {
    expect(deploySteps({ ...options, isProduction: true, bootstrap: true }).slice(2)).toEqual([
      'bootstrap',
      'compare',
      'unprotect',
      'deploy',
      'register',
    ]);
  });
});

describe('npm run deploy', () => {
  test('refuses --diff with --bootstrap before it looks at anything, because --diff changes nothing', () => {
    const args = ['deploy', '--stage', 'sandbox', '--diff', '--bootstrap'];
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(projectRoot, 'scripts', 'run.mjs'), ...args],
      {
        encoding: 'utf8',
      },
    );

    expect(status).toBe(1);
    expect(stderr).toContain('--diff changes nothing, so it excludes --bootstrap.');
  });
});
