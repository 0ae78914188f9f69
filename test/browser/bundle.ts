import { builtinModules } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { projectRoot } from '../../scripts/console/paths.ts';
import { Problem } from '../../scripts/console/problem.ts';

/** A module and everything that it imports, as one ES module. */
export interface BrowserBundle {
  readonly code: string;
  readonly metafile: Metafile;
}

const shown = (file: string): string => relative(projectRoot, file);

/**
 * An esbuild plugin that adds each import of a Node module to `noted`, with the chain of imports that leads to it from
 * the entry.
 */
const noteNodeModules = (noted: string[]): Plugin => ({
  name: 'note-node-modules',
  setup: ({ onResolve }) => {
    const importers = new Map<string, string>();
    onResolve({ filter: /^\./ }, ({ path, resolveDir, importer }) => {
      const file = resolve(resolveDir, path);
      if (!importers.has(file)) importers.set(file, importer);
      return undefined;
    });
    onResolve({ filter: /^[a-z]/ }, ({ path, importer }) => {
      if (!path.startsWith('node:') && !builtinModules.includes(path)) return undefined;
      const chain: string[] = [];
      for (let file: string | undefined = importer; file; file = importers.get(file)) chain.push(shown(file));
      const [file = 'The entry', ...through] = chain;
      noted.push(
        [`${file} imports ${path}.`, ...through.map((by) => `  It is imported by ${by}`)].join('\n'),
      );
      return { path, external: true };
    });
  },
});

/**
 * Bundles a module for a browser, minified.
 * @param entry the module's path from the project's root.
 * @throws Problem naming each file that imports a Node module.
 */
export const bundleForBrowser = async (entry: string): Promise<BrowserBundle> => {
  const noted: string[] = [];
  const { outputFiles, metafile } = await build({
    entryPoints: [join(projectRoot, entry)],
    absWorkingDir: projectRoot,
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    minify: true,
    metafile: true,
    logLevel: 'error',
    plugins: [noteNodeModules(noted)],
  });
  if (noted.length > 0) {
    throw new Problem(
      `${noted.toSorted().join('\n')}\n\nThe core must run in a browser, which has no Node modules. ` +
        'Move this code to an adapter or a Lambda entry point, or use an npm package that runs anywhere.',
    );
  }
  return { code: outputFiles[0]?.text ?? '', metafile };
};
