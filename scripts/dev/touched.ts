import { context, type Metafile } from 'esbuild';
import { bundleOptions, SIGNED_REQUESTS, VERIFIER } from '../../infra/constructs/bundle-options.ts';
import { projectRoot } from '../console/paths.ts';

/**
 * The files that each file imports, except those from which it imports only types. Paths are relative to the project's
 * root. Packages appear as names only.
 */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** @returns the imports in esbuild's description of a build */
export const importsIn = ({ inputs }: Pick<Metafile, 'inputs'>): Imports =>
  new Map(
    Object.entries(inputs).map(([file, { imports }]) => [
      file,
      imports.map(({ path, external }) => (external && path === SIGNED_REQUESTS ? VERIFIER : path)),
    ]),
  );

const reaches = (imports: Imports, entry: string): ReadonlySet<string> => {
  const reached = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    open.push(...(imports.get(file) ?? []));
  }
  return reached;
};

/** The entry files whose bundles contain one of the changed files. Paths are relative to the project's root. */
export const touchedBy = (
  changed: ReadonlySet<string>,
  entries: readonly string[],
  imports: Imports,
): readonly string[] =>
  entries.filter((entry) => [...reaches(imports, entry)].some((file) => changed.has(file)));

export type ImportReader = { read: () => Promise<Imports>; close: () => Promise<void> };

/**
 * Prepares to read which files the entry files import, directly or through other files.
 * @returns two functions. `read` reads the sources at each call, and throws esbuild's `BuildFailure` if they do not
 *   compile. `close` ends esbuild's work
 */
export const importReader = async (entries: readonly string[]): Promise<ImportReader> => {
  const builds = await context({
    ...bundleOptions(projectRoot),
    // One entry that imports all other entries, so that esbuild does not write each shared file into many bundles.
    stdin: {
      contents: [...entries, VERIFIER].map((entry) => `import './${entry}';`).join('\n'),
      resolveDir: projectRoot,
    },
    packages: 'external',
    minify: false,
    sourcemap: false,
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return {
    read: async () => importsIn((await builds.rebuild()).metafile),
    close: () => builds.dispose(),
  };
};
