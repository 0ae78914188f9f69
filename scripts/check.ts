import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCommandLine } from './console/command-line.ts';
import { projectRoot } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';
import { seconds } from './console/progress.ts';
import { CLIENT_TYPES } from './contract/client-types.ts';
import { contractProblems } from './contract/documents.ts';
import { eventDocuments, eventProblems } from './contract/event-documents.ts';
import { asyncApiFaults } from './contract/validate-asyncapi.ts';
import { pageSizes } from './testing/page-sizes.ts';
import { MAX_LINES, structureOf } from './testing/structure.ts';
import { writeTotals } from './testing/summary.ts';

const sources = [
  'functions',
  'simulators',
  'shared',
  'infra',
  'scripts',
  'test',
  'bench',
  'client',
  'web',
].filter((folder) => existsSync(join(projectRoot, folder)));

/** `report` is shown even if the check passes. */
type Verdict = { ok: boolean; output: string; report?: string };

const program = (...path: string[]) => join(projectRoot, 'node_modules', ...path);

/** Runs one of the project's tools. Its output is shown only if it fails. */
const tool = (file: string, args: readonly string[]) => (): Verdict => {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [file, ...args], {
    cwd: projectRoot,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { ok: status === 0, output: `${stdout}${stderr}${error ? error.message : ''}`.trimEnd() };
};

/** Combines two checks into one. */
const both = (one: () => Verdict, other: () => Verdict) => (): Verdict => {
  const verdicts = [one(), other()];
  return { ok: verdicts.every(({ ok }) => ok), output: verdicts.map(({ output }) => output).join('\n') };
};

/**
 * Checks the types of a folder. The web pages have a configuration of their own, because they use the browser's types.
 */
const typesOf = (folder: string) => tool(program('typescript', 'bin', 'tsc'), ['--noEmit', '-p', folder]);

/**
 * Checks that no file is too long, because long files tend to have more than one concern. The client's types are
 * generated, so this check leaves them out.
 */
const fileSizes = (): Verdict => {
  const listing = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  if (listing.status !== 0) return { ok: false, output: `git ls-files failed: ${listing.stderr}` };
  const files = listing.stdout
    .split('\n')
    .filter((file) => /\.(ts|tsx|mjs|js|css)$/.test(file) && file !== CLIENT_TYPES);
  const lengthOf = (file: string) =>
    readFileSync(join(projectRoot, file), 'utf8').trimEnd().split('\n').length;
  const present = files.filter((file) => existsSync(join(projectRoot, file)));
  const long = present
    .map((file) => ({ file, lines: lengthOf(file) }))
    .filter(({ lines }) => lines > MAX_LINES);
  const output = long
    .map(({ file, lines }) => `${file} has ${lines} lines. The limit is ${MAX_LINES}: split the file.`)
    .join('\n');
  return { ok: long.length === 0, output };
};

/** Counts the files that a reader has to open; see "What a reader has to open" in docs/architecture.md. */
const structure = async (): Promise<Verdict> => {
  const { lines, problems } = await structureOf(projectRoot);
  return { ok: problems.length === 0, output: problems.join('\n'), report: lines.join('\n') };
};

/** Builds the pages for people, and checks how much JavaScript a browser has to load before it can show anything. */
const pagesCheck = (): Verdict => {
  const { lines, problems } = pageSizes();
  return { ok: problems.length === 0, output: problems.join('\n'), report: lines.join('\n') };
};

const redocly = tool(program('@redocly', 'cli', 'bin', 'cli.js'), [
  'lint',
  '--format=stylish',
  'docs/api/openapi.yaml',
]);

/** Compares the documents in docs/api with the code and with their published versions, and validates the documents. */
const contract = async (): Promise<Verdict> => {
  try {
    const events = await eventDocuments();
    const problems = [
      ...(await contractProblems()),
      ...eventProblems(events),
      ...(await asyncApiFaults(events.current)),
    ];
    const lint = redocly();
    return {
      ok: problems.length === 0 && lint.ok,
      output: [...problems, ...(lint.ok ? [] : [lint.output])].join('\n'),
    };
  } catch (error) {
    // The document cannot be built, for example because an event has no comment. Only this check fails, and the other
    // checks run.
    if (error instanceof Problem) return { ok: false, output: error.message };
    throw error;
  }
};

const rules = ['--config', '.dependency-cruiser.mjs', '--output-type', 'err-long', ...sources];
/** The flag that `node:vm` needs to load the bundle of the check `browser` as an ES module. */
const inBareContext = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'] as const;
const checks: Readonly<Record<string, () => Verdict | Promise<Verdict>>> = {
  types: both(typesOf('.'), typesOf('web')),
  lint: tool(program('oxlint', 'bin', 'oxlint'), ['--type-aware', '--deny-warnings']),
  imports: tool(program('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), rules),
  formatting: tool(program('prettier', 'bin', 'prettier.cjs'), ['--check', '--log-level', 'warn', '.']),
  'file-sizes': fileSizes,
  structure,
  contract,
  pages: pagesCheck,
  browser: tool(inBareContext[0], [inBareContext[1], join(projectRoot, 'test', 'browser', 'check.ts')]),
};
const names = Object.keys(checks);

const usage = `Usage: npm run check [-- check ...]

Runs all checks, or only the named ones. The checks are ${names.join(', ')}.`;

await runMain(async () => {
  const { positionals } = parseCommandLine(usage, {}, true) as { positionals: string[] };
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown) throw new Problem(`Unknown check "${unknown}".\n\n${usage}`);
  const chosen = Object.entries(checks).filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  );
  let failed = 0;
  for (const [name, run] of chosen) {
    const started = Date.now();
    const { ok, output, report } = await run();
    if (!ok) failed += 1;
    const took = seconds(Date.now() - started);
    process.stdout.write(`${name.padEnd(12)} ${ok ? 'passed' : 'FAILED'}  ${took}\n`);
    if (report !== undefined) process.stdout.write(`${report}\n`);
    if (!ok) process.stdout.write(`\n${output}\n\nTo run this check again: npm run check -- ${name}\n\n`);
  }
  const totals = { passed: chosen.length - failed, failed, skipped: 0 };
  writeTotals('checks', totals);
  process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
