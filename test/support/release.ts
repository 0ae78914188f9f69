import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { bundleFunctions, bundleSignedRequests } from '../../infra/constructs/bundle-options.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A change of one file: `find` occurs exactly once and is replaced. */
export interface SourceChange {
  readonly path: string;
  readonly find: string;
  readonly replace: string;
}

/**
 * The code of functions, ready to deploy. It contains a zip file for the path of each entry, such as
 * `functions/ops/lambdas/edge.ts`.
 */
export type Release = ReadonlyMap<string, Uint8Array>;

/**
 * Bundles functions as a deployment does, from a copy of the sources with some changes. Unlike in a deployment, each
 * bundle contains the module that verifies signed requests. Functions that accept no signed requests never load it.
 */
export const bundleRelease = (entries: readonly string[], changes: readonly SourceChange[] = []): Release => {
  const tree = mkdtempSync(join(tmpdir(), 'orderly-release-'));
  try {
    for (const folder of ['functions', 'shared']) {
      cpSync(join(root, folder), join(tree, folder), { recursive: true });
    }
    for (const file of ['package.json', 'tsconfig.json']) cpSync(join(root, file), join(tree, file));
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    for (const { path, find, replace } of changes) {
      const parts = readFileSync(join(tree, path), 'utf8').split(find);
      if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} places with: ${find}`);
      writeFileSync(join(tree, path), parts.join(replace));
    }
    const more = bundleSignedRequests(tree);
    return new Map(
      [...bundleFunctions(tree, entries)].map(([entry, files]) => [
        entry,
        zipSync(Object.fromEntries([...files, ...more])),
      ]),
    );
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
};
