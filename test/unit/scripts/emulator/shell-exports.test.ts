import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { shellExports } from '../../../../scripts/emulator/shell-exports.ts';

/** Evaluates the commands in a shell, and returns the variables that it then has. */
const evaluated = (commands: string, before: NodeJS.ProcessEnv = {}): Record<string, string> => {
  const env = { PATH: process.env['PATH'], ...before };
  const { stdout, status } = spawnSync('sh', ['-c', `${commands}\nenv`], { env, encoding: 'utf8' });
  expect(status).toBe(0);
  return Object.fromEntries(
    stdout.split('\n').flatMap((line) => (line.includes('=') ? [line.split(/=(.*)/).slice(0, 2)] : [])),
  ) as Record<string, string>;
};

describe('the variables that `npm run env` prints', () => {
  it('reach AWS tools unchanged, whatever characters they contain', () => {
    const environment = {
      AWS_ENDPOINT_URL: 'https://127.0.0.1:4566',
      AWS_SECRET_ACCESS_KEY: 'a$b`c"d\\e',
      AWS_CA_BUNDLE: "/home/o'neill/my project/certificate.pem",
    };
    expect(evaluated(shellExports(environment))).toMatchObject(environment);
  });

  it('replace a profile and a session, which would change the signature', () => {
    const before = { AWS_PROFILE: 'work', AWS_SESSION_TOKEN: 'old', AWS_ACCESS_KEY_ID: 'old' };
    const after = evaluated(shellExports({ AWS_ACCESS_KEY_ID: 'new' }), before);
    expect(after).toMatchObject({ AWS_ACCESS_KEY_ID: 'new' });
    expect(after).not.toHaveProperty('AWS_PROFILE');
    expect(after).not.toHaveProperty('AWS_SESSION_TOKEN');
  });

  it('are only those that AWS tools read', () => {
    const commands = shellExports({ NODE_EXTRA_CA_CERTS: '/c.pem', AWS_REGION: 'us-east-1' });
    expect(commands.split('\n')).toEqual([
      'unset AWS_PROFILE AWS_SESSION_TOKEN',
      "export AWS_REGION='us-east-1'",
    ]);
  });
});
