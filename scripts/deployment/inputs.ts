import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsPath } from '../../infra/settings-file.ts';
import { projectRoot } from '../console/paths.ts';

/** Sources of the templates and of the functions' bundles. */
export const sourceFolders = ['client', 'functions', 'infra', 'shared', 'simulators', 'web'];
const files = ['cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** True if the CDK app may read a setting from the variable with this name; see infra/stage-config.ts. */
const isSetting = (name: string) =>
  /^(ORDERLY|CDK)_/.test(name) && name !== 'ORDERLY_PORT' && name !== 'ORDERLY_PYTHON';

const filesIn = (folder: string): string[] => {
  const entries = readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

/**
 * Hashes everything that a synthesis depends on. If the hash is unchanged, `npm start` skips the synthesis.
 *
 * @param env the environment variables. Some of them override settings
 */
export const synthesisInputs = (env: NodeJS.ProcessEnv): string => {
  const hash = createHash('sha256').update(process.version);
  const settings = Object.entries(env).filter(([name]) => isSetting(name));
  hash.update(JSON.stringify(settings.toSorted(([one], [other]) => (one < other ? -1 : 1))));
  const present = [...files.map((file) => join(projectRoot, file)), settingsPath(env)].filter((file) =>
    existsSync(file),
  );
  for (const file of [...sourceFolders.flatMap(filesIn).toSorted(), ...present]) {
    hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
};
