import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** What commands write for themselves and for people to look at; ignored by git. */
export const localFolder = join(projectRoot, '.local');

/** Absolute path of a file under `.local/`, whose folder exists afterwards. */
export const localFile = (...segments: string[]): string => {
  const path = join(localFolder, ...segments);
  mkdirSync(join(path, '..'), { recursive: true });
  return path;
};
