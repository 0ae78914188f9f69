import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './paths.ts';
import { runMain } from './problem.ts';

/**
 * Runs a program under `test/` as a child process and ends with its exit code. The program is not imported, because
 * code outside `test/` must not import tests.
 * @param program path under `test/`
 */
export const runTestProgram = (program: string): Promise<void> =>
  runMain(async () => {
    const child = spawn(process.execPath, [join(projectRoot, 'test', program), ...process.argv.slice(2)], {
      cwd: projectRoot,
      stdio: 'inherit',
    });
    return new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  });
