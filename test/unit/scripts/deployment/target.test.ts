import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { awsTarget, targetEnvironment } from '../../../../scripts/deployment/target.ts';

const names = ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE', 'AWS_CONFIG_FILE'] as const;
const keys = 'aws_access_key_id = key\naws_secret_access_key = secret\n';
const profiles = `[default]\n${keys}[profile shop]\nregion = eu-west-3\n${keys}[profile nowhere]\n${keys}`;
const folder = mkdtempSync(join(tmpdir(), 'orderly-target-'));
let server: Server;
let refuses = false;
/** The regions for which requests were signed. */
let regions: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    regions.push(/\/(\w{2}-[a-z]+-\d)\/sts\//.exec(request.headers.authorization ?? '')?.[1] ?? 'unsigned');
    response.statusCode = refuses ? 403 : 200;
    response.end(
      refuses
        ? '<ErrorResponse><Error><Code>ExpiredToken</Code><Message>The token has expired</Message></Error></ErrorResponse>'
        : '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>210987654321</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const config = join(folder, 'config');
  writeFileSync(config, profiles);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_CONFIG_FILE: config,
  });
});
beforeEach(() => {
  for (const name of names) if (name !== 'AWS_CONFIG_FILE') delete process.env[name];
  refuses = false;
  regions = [];
});
afterAll(() => {
  server.close();
});

describe('the account and region of a command', () => {
  test('come from the profile, outside us-east-1 too', async () => {
    process.env['AWS_PROFILE'] = 'shop';

    expect(await awsTarget()).toEqual({ account: '210987654321', region: 'eu-west-3' });
    expect(regions).toEqual(['eu-west-3']);
  });

  test.each([
    [{ AWS_REGION: 'eu-north-1', AWS_DEFAULT_REGION: 'eu-south-1' }, 'eu-north-1'],
    [{ AWS_DEFAULT_REGION: 'eu-south-1' }, 'eu-south-1'],
    [{}, 'eu-central-1'],
  ])('come from the environment %j before the settings', async (env, region) => {
    Object.assign(process.env, env);

    expect(await awsTarget('eu-central-1')).toEqual({ account: '210987654321', region });
  });

  test('are passed to every other program in the variables that it reads', () => {
    expect(targetEnvironment({ account: '1', region: 'eu-west-3' })).toEqual({
      AWS_REGION: 'eu-west-3',
      AWS_DEFAULT_REGION: 'eu-west-3',
      CDK_DEFAULT_ACCOUNT: '1',
      CDK_DEFAULT_REGION: 'eu-west-3',
    });
  });

  test('must exist: without a region, or with credentials that AWS refuses, the error says what to do', async () => {
    process.env['AWS_PROFILE'] = 'nowhere';
    await expect(awsTarget()).rejects.toThrow(/No region is chosen. Set AWS_REGION.*orderly\.settings\.json/);

    process.env['AWS_REGION'] = 'eu-west-3';
    refuses = true;
    await expect(awsTarget()).rejects.toThrow(
      /does not accept your credentials: .*expired[\s\S]*aws sso login/,
    );
  });

  test('cannot be found without a network, which is not blamed on the credentials', async () => {
    const { AWS_ENDPOINT_URL_STS: endpoint } = process.env;
    Object.assign(process.env, { AWS_PROFILE: 'shop', AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' });
    try {
      await expect(awsTarget()).rejects.toThrow(/^AWS cannot be reached: .*ECONNREFUSED.*\n.*HTTPS_PROXY/);
    } finally {
      process.env['AWS_ENDPOINT_URL_STS'] = endpoint;
    }
  });
});
