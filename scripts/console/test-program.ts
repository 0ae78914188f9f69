import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './paths.ts';
import { runMain } from './problem.ts';

/**
 * Hands a command over to a program that lies with the tests: nothing that runs in production or deploys it may import
 * those. Its exit code is the command's.
 * @param program its path below `test/`.
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
