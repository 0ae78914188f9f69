import { chmodSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Logs, keys and state of this machine. Git ignores this folder. */
export const localFolder = fileURLToPath(new URL('../.local', import.meta.url));

/** Creates `.local/`, if it is missing. Only its owner can read it: it holds keys. */
export const createLocalFolder = (): void => {
  mkdirSync(localFolder, { recursive: true });
  chmodSync(localFolder, 0o700);
};
