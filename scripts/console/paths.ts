import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Logs and state that the commands write. Git ignores this folder. */
export const localFolder = join(projectRoot, '.local');

/** Absolute path of a file under `.local/`. Creates its folder. Only its owner can read `.local/`: it holds keys. */
export const localFile = (...segments: string[]): string => {
  const path = join(localFolder, ...segments);
  mkdirSync(localFolder, { recursive: true });
  chmodSync(localFolder, 0o700);
  mkdirSync(join(path, '..'), { recursive: true });
  return path;
};
