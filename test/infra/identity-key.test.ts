import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint } from 'jose';
import { keptKey, newIdentityKey, type IdentityKey } from '../../infra/identity-key.ts';
import { localFolder } from '../../infra/local-folder.ts';
import { root } from './pages.ts';
import { resourcesOf, type Synthesised } from './synthesised.ts';
import { variant } from './variant.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderly-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('the key of the identity simulator', () => {
  it('is another one each time, and its id is its thumbprint', async () => {
    const [one, other] = [newIdentityKey(), newIdentityKey()];
    const { kty, crv, x, y, kid } = one.publicKey;
    expect(kid).toBe(await calculateJwkThumbprint({ kty, crv, x, y }));
    expect(one.publicKey).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
    expect(other.publicKey.kid).not.toBe(kid);
    expect(JSON.stringify(one.publicKey)).not.toContain(one.privateKey);
  });

  it('is kept in a file that only its owner can read', () => {
    const made = keptKey(folder);
    expect(keptKey(folder)).toEqual(made);
    expect(readdirSync(folder)).toEqual(['identity-key.json']);
    expect(modeOf(join(folder, 'identity-key.json'))).toBe(0o600);
  });

  it('is the one that another process has written first', () => {
    let first: IdentityKey | undefined;
    const own = keptKey(folder, () => {
      first = keptKey(folder);
      return newIdentityKey();
    });
    expect(own).toEqual(first);
    expect(keptKey(folder)).toEqual(first);
    expect(readdirSync(folder)).toEqual(['identity-key.json']);
  });

  it('is the same for processes that start at once', async () => {
    const { href } = new URL('../../infra/identity-key.ts', import.meta.url);
    const code = `import { keptKey } from '${href}'; console.log(JSON.stringify(keptKey(process.argv[1])));`;
    const run = promisify(execFile);
    const keys = await Promise.all(
      Array.from({ length: 4 }, () =>
        run(process.execPath, ['--input-type=module', '--eval', code, folder], { cwd: root }),
      ),
    );
    expect(new Set(keys.map(({ stdout }) => stdout.trim()))).toEqual(
      new Set([JSON.stringify(keptKey(folder))]),
    );
    expect(readdirSync(folder)).toEqual(['identity-key.json']);
  });

  it('is not replaced if its file is damaged: the error says what to do', () => {
    const file = join(folder, 'identity-key.json');
    writeFileSync(file, '{');
    expect(() => keptKey(folder)).toThrow(`${file} is not JSON. Delete it, and a new key is created.`);
  });
});

/** The environment of each function in a stack, by the last part of the function's name. */
const environmentsIn = (stacks: Synthesised, stack: string) => {
  const { Resources } = stacks.templates[stack]!;
  return resourcesOf(stacks, 'AWS::Lambda::Function').flatMap(({ id, Properties }) =>
    id in Resources
      ? [
          {
            name: String(Properties['FunctionName']).replace('orderly-local-', ''),
            variables: (Properties['Environment'] as { Variables: Record<string, unknown> }).Variables,
          },
        ]
      : [],
  );
};

const [stacks, again] = [await variant('local'), await variant('local')];

describe('the local stage', () => {
  const { publicKey, privateKey } = keptKey(localFolder);

  it('has its key in .local, which only its owner can read', () => {
    expect(modeOf(localFolder)).toBe(0o700);
    expect(modeOf(join(localFolder, 'identity-key.json'))).toBe(0o600);
  });

  it('has the same templates at each synthesis', () => {
    expect(again.templates).toEqual(stacks.templates);
  });

  it('gives the functions of the API the public key, and no address to fetch it from', () => {
    const verifying = environmentsIn(stacks, 'api').filter(({ variables }) => 'AUTH_ISSUERS' in variables);
    expect(verifying.length).toBeGreaterThan(10);
    for (const { variables } of verifying) {
      const { 'Fn::Join': join } = variables['AUTH_ISSUERS'] as { 'Fn::Join': [string, readonly unknown[]] };
      const text = join[1].map((part) => (typeof part === 'string' ? part : 'issuer')).join(join[0]);
      expect(JSON.parse(text)).toEqual([
        { issuer: 'issuer', keys: [publicKey], audience: 'orderly', roles: ['customer', 'staff', 'admin'] },
      ]);
    }
  });

  it('gives the private key to the function that issues tokens, and to nothing else', () => {
    const functions = Object.keys(stacks.templates).flatMap((stack) => environmentsIn(stacks, stack));
    const holding = functions.filter(({ variables }) => JSON.stringify(variables).includes(privateKey));
    expect(holding.map(({ name }) => name)).toEqual(['identity-issue-tokens']);
    expect(JSON.parse(String(holding[0]?.variables['SIGNING_KEY']))).toEqual({ publicKey, privateKey });
    expect(JSON.stringify(stacks.templates).split(privateKey)).toHaveLength(2);
    const showing = functions.filter(({ variables }) => 'PUBLIC_KEY' in variables);
    expect(showing.map(({ name }) => name)).toEqual(['identity-serve-metadata']);
    expect(JSON.parse(String(showing[0]?.variables['PUBLIC_KEY']))).toEqual(publicKey);
  });
});

describe('another stage', () => {
  it.each(['sandbox', 'production'] as const)('has no such key: %s', async (stage) => {
    const { publicKey, privateKey } = keptKey(localFolder);
    const text = JSON.stringify((await variant(stage)).templates);
    for (const part of [privateKey, publicKey.x, 'SIGNING_KEY']) expect(text).not.toContain(part);
  });
});
