import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Context } from 'aws-lambda';
import type { CanaryRun } from '../../../functions/ops/domain/canary.ts';
import { lambdaContext } from '../../support/lambda-events.ts';
import { shellWorld } from '../../support/shell-world.ts';
import { newSigningKey } from '../../support/signing.ts';

const shell = shellWorld();
let canary: (event: { readonly id?: string }, context: Context) => Promise<CanaryRun>;

const privateKey = newSigningKey().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

beforeAll(async () => {
  Object.assign(process.env, {
    STAGE: 'production',
    // Nothing listens on port 1, so the API cannot be reached.
    PUBLIC_API_URL: 'http://127.0.0.1:1/v1',
    CANARY_KEY_ARN: 'arn:aws:secretsmanager:eu-west-1:1:secret:canary',
  });
  canary = (await import('../../../functions/ops/lambdas/run-canary.ts')).handler;
});

const withSecret = (text: string): void =>
  shell.aws.answer(({ operation }) =>
    operation === 'secretsmanager.GetSecretValue' ? { body: { SecretString: text } } : undefined,
  );

describe('the function of the canary', () => {
  it('counts and logs a run that fails, with the step and without the key, and does not throw', async () => {
    withSecret(JSON.stringify({ keyid: 'orderly-canary/k1', privateKey }));
    const ended = await canary({ id: 'tick-1' }, lambdaContext());
    expect(ended).toMatchObject({ outcome: 'failed', step: 'read-stock' });
    expect(shell.lines.metrics()).toEqual([
      expect.objectContaining({
        CanaryFailed: 1,
        stage: 'production',
        _aws: expect.objectContaining({
          CloudWatchMetrics: [
            {
              Namespace: 'Orderly',
              Dimensions: [['stage']],
              Metrics: [{ Name: 'CanaryFailed', Unit: 'Count' }],
            },
          ],
        }),
      }),
    ]);
    const logged = shell.lines.logs();
    expect(logged).toEqual([
      expect.objectContaining({ level: 'ERROR', message: 'The canary failed', step: 'read-stock' }),
    ]);
    expect(JSON.stringify(logged)).not.toContain('PRIVATE');
  });

  it('says that the key is missing as long as its secret is new, and sends no request', async () => {
    withSecret('random text of a new secret');
    const ended = await canary({}, lambdaContext());
    expect(ended).toMatchObject({ step: 'read-key', reason: 'The canary has no key. Run: npm run canary' });
    expect(JSON.stringify(shell.lines.logs())).not.toContain('random text');
  });

  it('reads its key in each run, so that a new one takes effect at once', async () => {
    withSecret('old');
    await canary({}, lambdaContext());
    await canary({}, lambdaContext());
    expect(shell.aws.inputsOf('secretsmanager.GetSecretValue')).toHaveLength(2);
  });
});
