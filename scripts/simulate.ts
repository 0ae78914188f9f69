import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './console/paths.ts';
import { runMain } from './console/problem.ts';

/**
 * `npm run simulate`: hands over to the simulation, which lies with the tests, for nothing that runs in production or
 * deploys it may import those. `--help` says what it can do.
 */
await runMain(async () => {
  const program = join(projectRoot, 'test', 'simulation', 'cli.ts');
  const child = spawn(process.execPath, [program, ...process.argv.slice(2)], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
});
