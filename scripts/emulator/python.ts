import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged } from '../console/child-process.ts';
import { localFile, projectRoot } from '../console/paths.ts';

const venv = join(projectRoot, '.venv');

/** Absolute path of a program in the project's virtual environment. */
export const venvProgram = (name: string): string => join(venv, 'bin', name);

/** The Python program that is the emulator's server. */
export const serverProgram = join(projectRoot, 'scripts', 'emulator', 'start_ministack.py');

/** Names of the requirements files. The files pin every package by version and hash. */
export type PythonPackages = 'requirements' | 'requirements-dev' | 'requirements-fuzz';

const fileOf = (packages: PythonPackages) => join(projectRoot, 'scripts', 'emulator', `${packages}.txt`);
const markerOf = (packages: PythonPackages) => join(venv, `.installed-${packages}`);
const hashOf = (packages: PythonPackages) =>
  createHash('sha256')
    .update(readFileSync(fileOf(packages)))
    .digest('hex');

/** True if the virtual environment has the packages of the current requirements file. */
export const pythonPackagesAreInstalled = (packages: PythonPackages): boolean =>
  existsSync(venvProgram('python')) &&
  existsSync(markerOf(packages)) &&
  readFileSync(markerOf(packages), 'utf8') === hashOf(packages);

/**
 * Creates the project's virtual environment and installs a set of packages with verified hashes. Does nothing if they
 * are already installed.
 *
 * @throws Problem with the last lines of pip's output
 */
export const installPythonPackages = async (packages: PythonPackages): Promise<void> => {
  if (pythonPackagesAreInstalled(packages)) return;
  // For commands that need an emulator of their own, scripts/run.mjs sets ORDERLY_PYTHON to a Python with venv.
  const python = process.env['ORDERLY_PYTHON'] ?? 'python3';
  if (!existsSync(venvProgram('pip'))) {
    rmSync(venv, { recursive: true, force: true });
    await runLogged({
      title: `Creating a virtual environment with ${python}`,
      file: python,
      args: ['-m', 'venv', venv],
      logFile: localFile('venv.log'),
    });
  }
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--require-hashes', '--no-input'];
  await runLogged({
    title: `pip install of ${packages}.txt`,
    file: venvProgram('python'),
    args: [...pip, '-r', fileOf(packages)],
    logFile: localFile('pip.log'),
  });
  writeFileSync(markerOf(packages), hashOf(packages));
};

/**
 * The version of a package in `requirements.txt`.
 * @throws Error if the file does not have the package
 */
export const requiredVersion = (name: string): string => {
  const version = new RegExp(`^${name}==(\\S+)`, 'm').exec(readFileSync(fileOf('requirements'), 'utf8'))?.[1];
  if (version === undefined) throw new Error(`requirements.txt has no ${name}.`);
  return version;
};
