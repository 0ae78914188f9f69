import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLocalFolder, localFolder } from '../../infra/local-folder.ts';

export { localFolder };

/** The project's root folder. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Absolute path of a file under `.local/`. Creates its folder. */
export const localFile = (...segments: string[]): string => {
  const path = join(localFolder, ...segments);
  createLocalFolder();
  mkdirSync(dirname(path), { recursive: true });
  return path;
};
