import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged } from '../../console/child-process.ts';
import { installLocked } from '../../console/locked-packages.ts';
import { localFile } from '../../console/paths.ts';
import { Problem } from '../../console/problem.ts';

/** A browser for the tests of pages. */
export type Browser = {
  /** The path of Chromium or Chrome. */
  program: string;
  /** The environment variables that the program needs to start. */
  env: Readonly<Record<string, string>>;
};

/** The usual paths of Chromium and Chrome. */
const usualPlaces: readonly string[] = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The reason why a browser does not start, or undefined if it starts. Even `--version` fails if a library is missing.
 */
const reasonAgainst = ({ program, env }: Browser): string | undefined => {
  const { status, stderr, error } = spawnSync(program, ['--version'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status === 0) return undefined;
  return error?.message ?? (stderr.trim() || `it ended with ${String(status)}`);
};

const advice =
  'Install Chrome or Chromium, for example:\n' +
  '  Debian: sudo apt install chromium    macOS: brew install --cask google-chrome\n' +
  'Or name one: ORDERLY_BROWSER=/path/to/chrome npm test';

/** @throws Problem if the browser does not start */
const working = (browser: Browser): Browser => {
  const reason = reasonAgainst(browser);
  if (reason === undefined) return browser;
  throw new Problem(
    `The browser ${browser.program} does not start, so the pages cannot be tested: ${reason}\n${advice}`,
  );
};

/** Unpacks Chromium. `AWS_EXECUTION_ENV` makes the package also unpack libraries that the machine may lack. */
const UNPACK = `
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs24.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  await chromium.executablePath();
`;

/** A fontconfig file for the fonts in this folder. The file in Chromium's npm package names another folder. */
const fontsIn = (folder: string): string =>
  `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n  <dir>${join(folder, 'fonts')}</dir>\n` +
  `  <cachedir>${join(folder, 'fonts-cache')}</cachedir>\n</fontconfig>\n`;

const unpackedIn = (folder: string): string => join(folder, 'unpacked');

const unpack = async (folder: string): Promise<void> => {
  const unpacked = unpackedIn(folder);
  mkdirSync(unpacked, { recursive: true });
  await runLogged({
    title: 'Unpacking Chromium',
    file: process.execPath,
    args: ['--input-type=module', '--eval', UNPACK],
    cwd: folder,
    // The package unpacks into the folder for temporary files.
    env: { ...process.env, TMPDIR: unpacked },
    logFile: localFile('logs', 'browser-unpack.log'),
  });
  writeFileSync(join(unpacked, 'fonts.conf'), fontsIn(unpacked));
};

/**
 * Installs Chromium from npm into `.local`, in the version of the lock file in this folder. Needs no root access.
 * @throws Problem with the end of npm's output
 */
const installChromium = async (): Promise<Browser> => {
  const folder = await installLocked({
    source: import.meta.dirname,
    name: 'browser',
    announcement: 'Installing Chromium for the tests of pages (70 MB, only once)',
    finish: unpack,
  });
  const unpacked = unpackedIn(folder);
  const program = join(unpacked, 'chromium');
  // With the fonts of the package, screenshots are the same on every machine.
  const bare = { program, env: { FONTCONFIG_FILE: join(unpacked, 'fonts.conf') } };
  const libraries = join(unpacked, 'al2023', 'lib');
  return reasonAgainst(bare) === undefined
    ? bare
    : working({ program, env: { ...bare.env, LD_LIBRARY_PATH: libraries } });
};

/** The browser that `ORDERLY_BROWSER` names, or one that is on this machine. Undefined if there is none. */
const browserOfMachine = (): Browser | undefined => {
  const named = process.env['ORDERLY_BROWSER'];
  if (named) return working({ program: named, env: {} });
  return usualPlaces
    .filter((program) => existsSync(program))
    .map((program) => ({ program, env: {} }))
    .find((browser) => reasonAgainst(browser) === undefined);
};

/**
 * Finds a complete Chrome or Chromium on this machine. The Chromium from npm is not enough: it ends when its
 * performance is recorded.
 * @throws Problem if this machine has no browser
 */
export const wholeBrowser = (): Browser => {
  const found = browserOfMachine();
  if (found !== undefined) return found;
  throw new Problem(`There is no Chrome or Chromium on this machine. ${advice}`);
};

/**
 * Finds a browser, or installs one.
 * @throws Problem if there is none that starts, or if the installation fails
 */
export const provideBrowser = async (): Promise<Browser> => {
  const found = browserOfMachine();
  if (found !== undefined) return found;
  if (process.platform === 'linux' && process.arch === 'x64') return installChromium();
  throw new Problem(`There is no browser on this machine, so the pages cannot be tested. ${advice}`);
};
