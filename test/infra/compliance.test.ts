import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, Stack } from 'aws-cdk-lib';
import { stages } from '../../infra/stage-config.ts';
import { synthesise } from './synthesise.ts';
import { synthesised } from './synthesised.ts';

const cfnLint =
  process.env['CFN_LINT'] ?? fileURLToPath(new URL('../../.venv/bin/cfn-lint', import.meta.url));

const findingsIn = (app: App): readonly string[] =>
  new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath ?? '?'}`),
    );

describe.each(stages)('stage %s', (stage) => {
  it('has no cdk-nag finding without a documented reason', () => {
    expect(findingsIn(synthesise(stage).app)).toEqual([]);
  });

  it('has no cfn-lint error', () => {
    if (!existsSync(cfnLint)) {
      throw new Error(
        `cfn-lint is not at ${cfnLint}: \`npm test\` installs it, or CFN_LINT names another one (version 1.58.0)`,
      );
    }
    // Ignores W3005 (redundant DependsOn), because CDK adds a dependency on the role although the reference to the role
    // already implies it. On the local stage, also ignores W3037 (unknown action), because the emulator needs an action
    // that AWS does not have (emulator-grants.ts).
    const ignored = stage === 'local' ? 'W3005,W3037' : 'W3005';
    const { stdout, stderr, status } = spawnSync(
      cfnLint,
      ['--ignore-checks', ignored, '--format', 'parseable', '--', ...synthesised(stage).files],
      { encoding: 'utf8', env: { PATH: process.env['PATH'], AWS_DEFAULT_REGION: 'us-east-1' } },
    );

    expect({ found: stdout, failed: stderr, status }).toEqual({ found: '', failed: '', status: 0 });
  });
});

describe('the checks themselves', () => {
  it('report a queue without encryption in transit and without a dead-letter queue', () => {
    const app = new App();
    new Queue(new Stack(app, 'planted'), 'Queue');

    expect(findingsIn(app)).toEqual([
      'AwsSolutions-SQS3 at planted/Queue/Resource',
      'AwsSolutions-SQS4 at planted/Queue/Resource',
    ]);
  });
});
