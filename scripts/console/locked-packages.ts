import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runLogged } from './child-process.ts';
import { localFile } from './paths.ts';

/** A set of npm packages with a package.json of its own. Only some commands need it. */
export type LockedPackages = {
  /** The folder with the package.json and the lock file. */
  source: string;
  /** The name of the folder in `.local` that the packages are installed into. */
  name: string;
  /** What is printed before the installation. */
  announcement: string;
  /** Is called with the folder after the installation. */
  finish?: (folder: string) => Promise<void>;
};

/**
 * Installs npm packages into `.local`, in the versions of their lock file, without running their scripts. Does nothing
 * if they are already installed.
 *
 * @returns the folder that contains them
 * @throws Problem with the end of npm's output
 */
export const installLocked = async (packages: LockedPackages): Promise<string> => {
  const { source, name, announcement, finish } = packages;
  const folder = dirname(localFile(name, 'package.json'));
  const marker = join(folder, 'installed');
  const lock = readFileSync(join(source, 'package-lock.json'), 'utf8');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return folder;
  process.stdout.write(`${announcement} ...\n`);
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(source, file), join(folder, file));
  }
  const npm = process.env['npm_execpath'];
  const [file, prefix] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []];
  await runLogged({
    title: announcement,
    file,
    args: [...prefix, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    cwd: folder,
    logFile: localFile('logs', `${name}-npm.log`),
  });
  await finish?.(folder);
  writeFileSync(marker, lock);
  return folder;
};
