import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stageOnAws } from '../../../../scripts/deployment/aws-stage.ts';
import { startFakeAws, type FakeAws } from '../../../support/fake-aws.ts';

const settingsFile = join(mkdtempSync(join(tmpdir(), 'orderly-aws-stage-')), 'settings.json');
let aws: FakeAws;

beforeAll(async () => {
  aws = await startFakeAws();
  Object.assign(process.env, { ORDERLY_SETTINGS: settingsFile, AWS_CONFIG_FILE: '/dev/null' });
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) delete process.env[name];
  aws.answer(() => ({
    body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>210987654321</Account>
      </GetCallerIdentityResult></GetCallerIdentityResponse>`,
  }));
});
afterAll(() => aws.close());

/** The sandbox with these settings, as the commands for a stage on AWS find it. */
const sandbox = (settings: object) => {
  writeFileSync(settingsFile, JSON.stringify({ sandbox: settings }));
  return stageOnAws('sandbox', undefined);
};

describe('a sandbox on AWS', () => {
  test('is in the region of its settings, also if these name no account', async () => {
    const { selected, settings } = await sandbox({ region: 'eu-north-1' });

    expect(selected.target).toEqual({ account: '210987654321', region: 'eu-north-1' });
    expect(settings.target).toEqual(selected.target);
  });

  test('may name ARNs only of the account that its credentials belong to, also if its settings name none', async () => {
    const certificateArn = 'arn:aws:acm:eu-north-1:111122223333:certificate/0f1e2d3c';
    const domain = { name: 'api.brezelbar.de', certificateArn };

    await expect(sandbox({ region: 'eu-north-1', domain })).rejects.toThrow(
      `${settingsFile} names resources that the stage cannot use. Name one in the stage's account and region:\n` +
        '  sandbox.domain.certificateArn: is in account 111122223333, but the stage is in 210987654321',
    );
  });
});
