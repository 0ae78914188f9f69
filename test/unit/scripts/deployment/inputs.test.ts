import { globSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../../../scripts/console/paths.ts';
import { sourceFolders, synthesisInputs } from '../../../../scripts/deployment/inputs.ts';

describe('what a synthesis depends on', () => {
  it('includes the folder of every function, so that a changed function is deployed', () => {
    const entries = globSync('*/*/lambdas/*.ts', { cwd: projectRoot });
    const folders = new Set(entries.map((entry) => entry.split('/')[0]));
    expect([...folders].filter((folder) => folder !== 'node_modules').toSorted()).toEqual([
      'functions',
      'simulators',
    ]);
    expect(sourceFolders).toEqual(expect.arrayContaining(['functions', 'simulators', 'infra', 'shared']));
  });

  it('includes the settings of the stage, and not the port of the emulator', () => {
    const inputs = synthesisInputs({});
    expect(synthesisInputs({ ORDERLY_PORT: '4720', HOME: '/home/me' })).toBe(inputs);
    expect(synthesisInputs({ ORDERLY_PAYMENT_WINDOW_SECONDS: '20' })).not.toBe(inputs);
  });
});
