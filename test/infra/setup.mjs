import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Synthesises all stages once for all test files. Jest runs this before the first one, outside of its module system, where
 * the AWS CDK loads several times faster.
 */
export default async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orderly-stages-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Tests and the AWS CDK create their temporary files in this folder, which is deleted at the end. Jest's worker
  // processes inherit the variable.
  process.env['TMPDIR'] = folder;
  const { synthesise } = await import('./synthesise.ts');
  const { STORED_STAGES } = await import('./synthesised.ts');
  const { stages } = await import('../../infra/stage-config.ts');
  for (const stage of stages) {
    const { app: _app, ...stored } = synthesise(stage);
    writeFileSync(join(folder, `${stage}.json`), JSON.stringify(stored));
  }
  process.env[STORED_STAGES] = folder;
};
