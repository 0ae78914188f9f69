#!/usr/bin/env node
/**
 * Entry point of every `npm run` command: `node scripts/run.mjs <command> [arguments]`.
 *
 * It is plain JavaScript without npm packages, because it runs before they are installed, and also on a Node that is
 * too old for the commands.
 *
 * 1. It checks the version of Node, and that of Python if the command needs Python.
 * 2. It installs the npm packages if they differ from the lock file.
 * 3. It runs `scripts/<command>.ts` on the Node version of production (`node24.mjs`).
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node24For } from './node24.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { file: node24, problem } = node24For(root, Object.keys(optionalDependencies), process);

const fail = (message) => {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
};

/**
 * The Node that runs this script only starts the commands. The commands themselves run on Node 24. So Node 20 is new
 * enough for this script. But Node 20 is no longer supported, so people should replace it.
 */
const requireNode20 = () => {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    fail(
      `Orderly needs Node 22 or later, but this is ${process.version}. Install a newer Node from nodejs.org.`,
    );
  }
  if (major < 22) {
    process.stderr.write(
      `Warning: this is Node ${process.version}, which is no longer supported. Please install Node 22 or later.\n`,
    );
  }
};

/** True if AWS_ENDPOINT_URL names an emulator to use; see `givenEndpoint` in scripts/emulator/access.ts. */
const namesEmulator = (endpoint) => Boolean(endpoint) && !endpoint.startsWith('https://127.0.0.1:');

/**
 * True if the command may need Python for an emulator or for the infrastructure tests. Unit tests and simulations start
 * no emulator. `start`, `dev` and `bench` start none if AWS_ENDPOINT_URL names one.
 */
const needsPython = (command, args) => {
  if (args.includes('--help') || args.includes('-h')) return false;
  if (['start', 'dev', 'bench'].includes(command)) return !namesEmulator(process.env.AWS_ENDPOINT_URL);
  // These commands always start an emulator of their own.
  if (['bench-api', 'bench-cost', 'bench-pages'].includes(command)) return true;
  if (command === 'mutants') return args.includes('--grants');
  if (command !== 'test') return false;
  const tiers = args.filter((arg) => /^(unit|simulation|contract|infra|integration|pages)$/.test(arg));
  return tiers.length === 0 || tiers.some((tier) => tier !== 'unit' && tier !== 'simulation');
};

/** Returns the name of a Python for the emulator's virtual environment. The command receives it as ORDERLY_PYTHON. */
const findPython = () => {
  const names = process.env.ORDERLY_PYTHON
    ? [process.env.ORDERLY_PYTHON]
    : ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
  const probe =
    'import sys; print(sys.version_info >= (3, 10), sys.version.split()[0])\nimport venv, ensurepip';
  const seen = [];
  for (const name of names) {
    const { status, stdout } = spawnSync(name, ['-c', probe], { encoding: 'utf8' });
    const [recent, version] = (stdout || '').trim().split(' ');
    if (recent === 'True' && status === 0) return name;
    if (recent === 'True') seen.push(`${name} is ${version} but lacks the venv module`);
    else if (recent === 'False') seen.push(`${name} is ${version}`);
  }
  const nothing = process.env.ORDERLY_PYTHON
    ? `ORDERLY_PYTHON is ${process.env.ORDERLY_PYTHON}, which cannot be run`
    : 'No Python was found';
  const found = seen.length === 0 ? nothing : seen.join('; ');
  return fail(
    `Orderly's local AWS emulator needs Python 3.10 or later with its venv module. ${found}. Install it:\n` +
      '  Debian, Ubuntu: sudo apt install python3 python3-venv    macOS: brew install python\n' +
      'Or set ORDERLY_PYTHON to a Python, or AWS_ENDPOINT_URL to a running emulator.',
  );
};

/** True if node_modules matches the lock file. npm records what it installed in .package-lock.json. */
const packagesAreInstalled = () => {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed) || !existsSync(node24)) return false;
  const packagesIn = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const [have, want] = [packagesIn(installed), packagesIn(join(root, 'package-lock.json'))];
  return Object.keys(want).every((path) => {
    if (path === '') return true;
    if (!have[path]) return want[path].optional === true || want[path].peer === true;
    return have[path].version === want[path].version && have[path].integrity === want[path].integrity;
  });
};

const installPackages = () => {
  if (packagesAreInstalled()) return;
  const log = join(root, '.local', 'npm-ci.log');
  mkdirSync(join(root, '.local'), { recursive: true });
  process.stderr.write('Installing npm packages from the lock file (about a minute the first time) ... ');
  const started = Date.now();
  const output = openSync(log, 'w');
  // npm_execpath is the npm that started this script. If it is not set, the npm on the PATH is used.
  const npm = process.env.npm_execpath;
  const [file, prefix] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []];
  const { status, error } = spawnSync(file, [...prefix, 'ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', output, output],
  });
  if (status !== 0 || !existsSync(node24)) {
    const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
    const cause = error ? `\n${error.message}` : '';
    fail(`npm ci failed. Its last lines:\n\n${tail}${cause}\n\nFull output: ${log}`);
  }
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
};

/** Runs the command on Node 24 with the project's tools first on the PATH. Forwards signals and the exit code. */
const handOver = (script, args, extraEnv) => {
  const child = spawn(node24, [script, ...args], {
    stdio: 'inherit',
    cwd: root,
    env: { ...process.env, ...extraEnv, PATH: bin + delimiter + (process.env.PATH || '') },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`Could not run ${node24}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
};

const [command, ...args] = process.argv.slice(2);
const commands = readdirSync(join(root, 'scripts'))
  .filter((file) => file.endsWith('.ts') && file !== 'catalogue.ts')
  .map((file) => file.slice(0, -3));
if (!command || !commands.includes(command)) {
  fail(`Usage: node scripts/run.mjs <command> [arguments]\nCommands: ${commands.join(', ')}`);
}
requireNode20();
if (problem) fail(problem);
const extraEnv = needsPython(command, args) ? { ORDERLY_PYTHON: findPython() } : {};
installPackages();
handOver(join(root, 'scripts', `${command}.ts`), args, extraEnv);
