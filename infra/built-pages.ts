import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLocalFolder, localFolder } from './local-folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The sources of the pages for people, and the versions of the packages that build them. */
const sources = ['web', 'client', 'shared/kernel', 'package-lock.json'];

const filesIn = (path: string): readonly string[] => {
  const full = join(root, path);
  if (statSync(full).isFile()) return [full];
  const entries = readdirSync(full, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

const hashOfSources = (): string => {
  const hash = createHash('sha256').update(process.version);
  for (const file of sources.flatMap(filesIn).toSorted()) {
    hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
};

/**
 * Runs Vite in a process of its own and waits for its end, because CDK builds bundles synchronously and Vite has only
 * asynchronous functions.
 */
const runVite = (folder: string): void => {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vite, 'build', join(root, 'web'), '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The pages cannot be built:\n${stdout}${stderr}`);
};

const DAY_MS = 24 * 60 * 60 * 1000;

const removeOldBuilds = (): void => {
  for (const name of readdirSync(join(localFolder, 'web'))) {
    const build = join(localFolder, 'web', name);
    if (Date.now() - statSync(build).mtimeMs > DAY_MS) rmSync(build, { recursive: true, force: true });
  }
};

/**
 * Builds the pages for people (`web/`), unless they were already built from the same sources.
 * @returns the folder with the files to serve
 * @throws Error with the output of Vite
 */
export const builtPages = (): string => {
  createLocalFolder();
  const folder = join(localFolder, 'web', hashOfSources());
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  runVite(unfinished);
  rmSync(folder, { recursive: true, force: true });
  // A rename is atomic, so no other process finds a folder in which files are missing.
  renameSync(unfinished, folder);
  removeOldBuilds();
  return folder;
};
