import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../console/paths.ts';

/** What the templates and the functions' bundles are made from. */
const folders = ['functions', 'infra', 'shared'];
const files = ['cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Settings reach the CDK app by these alone; see infra/stage-config.ts. */
const isSetting = (name: string) =>
  /^(ORDERLY|CDK)_/.test(name) && name !== 'ORDERLY_PORT' && name !== 'ORDERLY_PYTHON';

const filesIn = (folder: string): string[] => {
  const entries = readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

/**
 * A hash of everything that a synthesis depends on: while it stays the same, so do the templates, and the
 * slowest part of a start can be left out.
 *
 * @param env the settings in force
 */
export const synthesisInputs = (env: NodeJS.ProcessEnv): string => {
  const hash = createHash('sha256').update(process.version);
  const settings = Object.entries(env).filter(([name]) => isSetting(name));
  hash.update(JSON.stringify(settings.toSorted(([one], [other]) => (one < other ? -1 : 1))));
  const present = files.map((file) => join(projectRoot, file)).filter((file) => existsSync(file));
  for (const file of [...folders.flatMap(filesIn).toSorted(), ...present]) {
    hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
};
